package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static io.byssus.core.internal.tree.StoredTrees.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of which one leaf at a time is held. */
class LargeDirectoryTest {
  private final StoredTrees trees = new StoredTrees();
  private final TreeOrder order = new TreeOrder(trees.names());

  private List<TreeEntry> inOrder(List<TreeEntry> entries) {
    List<TreeEntry> sorted = new ArrayList<>(entries);
    Map<EntryName, Long> ranks = new HashMap<>();
    entries.forEach(entry -> ranks.put(entry.name(), order.rank(entry.name(), entries.size())));
    sorted.sort(
        Comparator.comparing((TreeEntry entry) -> ranks.get(entry.name()), Long::compareUnsigned)
            .thenComparing(TreeEntry::name));
    return sorted;
  }

  private ChunkId streamed(List<TreeEntry> entries) {
    DirectoryWriter writer = trees.writer().directory();
    entries.forEach(writer::add);
    return writer.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 514, 5_000, 20_000})
  void isReadInTheOrderInWhichItIsWritten(int count) {
    List<TreeEntry> entries = inOrder(files(count));
    ChunkId id = streamed(entries);

    List<EntryName> read = new ArrayList<>();
    DirectoryReader reader = trees.reader().entries(id);
    while (reader.hasNext()) {
      read.add(reader.next().name());
    }

    assertThat(Set.copyOf(read))
        .isEqualTo(Set.copyOf(entries.stream().map(TreeEntry::name).toList()));
    assertThat(trees.reader().directory(id)).hasSize(count);
    assertThat(trees.writer().directory(files(count))).isEqualTo(id);
    if (count > TreeFormat.MAX_LEAF_ENTRIES) {
      List<Long> prefixes =
          read.stream().map(name -> order.rank(name, count) >>> (Long.SIZE - 4)).toList();
      assertThat(prefixes).isSorted();
    }
  }

  @Test
  void aSmallOneMayComeInAnyOrderAndALargeOneMayNot() {
    List<TreeEntry> small = files(512);
    Collections.shuffle(small, new Random(1));
    assertThat(streamed(small)).isEqualTo(streamed(files(512)));

    List<TreeEntry> large = inOrder(files(2_000));
    Collections.swap(large, 900, 1_900);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> streamed(large))
        .withMessageContaining("out of order");
  }

  @Test
  void theLeavesOfEqualPrefixesAreTheSameWhicheverEntriesCameFirst() {
    List<TreeEntry> entries = inOrder(files(600));
    List<TreeEntry> first = new ArrayList<>(entries.subList(0, 513));
    Collections.shuffle(first, new Random(2));
    List<TreeEntry> late = new ArrayList<>(first);
    late.addAll(entries.subList(513, 600));
    assertThat(streamed(late)).as("513 are put into order").isEqualTo(streamed(entries));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512, 513, 20_000})
  void isFoundByNameAndReadsEveryPartOnceIfAskedInOrder(int count) {
    List<TreeEntry> entries = inOrder(files(count));
    ChunkId id = streamed(entries);
    List<ChunkId> read = new ArrayList<>();
    TreeLookup lookup =
        new TreeLookup(
            node -> {
              read.add(node);
              return trees.reader().node(node);
            },
            trees.names(),
            id);

    assertThat(lookup.isSplit()).isEqualTo(count > 512);
    for (TreeEntry entry : entries) {
      TreeEntry found = lookup.find(entry.name());
      assertThat(found != null && StoredTrees.same(found, entry)).isTrue();
    }
    assertThat(read).doesNotHaveDuplicates();
    assertThat(lookup.find(EntryName.of("not there"))).isNull();
    List<TreeEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(3));
    for (TreeEntry entry : shuffled.subList(0, Math.min(count, 100))) {
      assertThat(lookup.find(entry.name())).isNotNull();
    }
  }

  @Test
  void nothingIsFoundInNothingAndInWhatCannotBeRead() {
    assertThat(new TreeLookup(id -> null, trees.names(), null).find(EntryName.of("a"))).isNull();
    ChunkId id = streamed(List.of(file("a", "1")));
    assertThat(new TreeLookup(node -> null, trees.names(), id).find(EntryName.of("a"))).isNull();
  }

  @Test
  void aPartThatIsLostIsThrownOnceAndTheOthersAreRead() {
    ChunkId id = streamed(inOrder(files(5_000)));
    Set<ChunkId> nodes = new HashSet<>();
    List<ChunkId> all = new ArrayList<>();
    trees.reader().nodes(id, all::add, entry -> nodes.add(all.get(all.size() - 1)));
    trees.remove(nodes.iterator().next());

    DirectoryReader reader = trees.reader().entries(id);
    int entries = 0;
    int failures = 0;
    while (true) {
      try {
        if (!reader.hasNext()) {
          break;
        }
        reader.next();
        entries++;
      } catch (DamagedRepositoryException e) {
        failures++;
      }
    }
    assertThat(failures).isEqualTo(1);
    assertThat(entries).isBetween(4_400, 4_999);
  }

  @Test
  void twoEntriesOfOneNameAreDamage() {
    ChunkId id = trees.writer().directory(List.of(file("a", "1"), file("b", ""), file("a", "2")));
    DirectoryReader reader = trees.reader().entries(id);
    reader.next();
    assertThatThrownBy(reader::next)
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("two entries with the name a");
  }
}
