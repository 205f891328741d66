package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static io.byssus.core.internal.tree.StoredTrees.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.core.internal.tree.TreeEntry.Coverage;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private final StoredTrees trees = new StoredTrees();

  private List<TreeEntry> roundTrip(List<TreeEntry> entries) {
    return trees.reader().directory(trees.writer().directory(entries));
  }

  private void assertComesBack(List<TreeEntry> entries) {
    List<TreeEntry> expected = new ArrayList<>(entries);
    expected.sort(Comparator.comparing(TreeEntry::name));
    assertThat(roundTrip(entries))
        .usingElementComparator((a, b) -> StoredTrees.same(a, b) ? 0 : 1)
        .isEqualTo(expected);
  }

  private static EntryMetadata everything() {
    return EntryMetadata.of(EntryKind.DIRECTORY)
        .permissions(02750)
        .owner(33, 33)
        .ownerNames("www-data", "www-data")
        .attributes(ExtendedAttributes.of(Map.of("user.a", new byte[] {1}, "user.b", new byte[0])))
        .build();
  }

  private static TreeEntry lacking(TreeEntry entry) {
    EntryMetadata all = entry.metadata();
    return entry.with(all.toBuilder().attributes(all.attributes().asPartial()).build());
  }

  @Test
  void everyKindOfEntryComesBack() {
    ChunkId subtree = trees.writer().directory(List.of());
    EntryMetadata.Builder odd = EntryMetadata.of(EntryKind.DIRECTORY).permissions(07777);
    assertComesBack(
        List.of(
            file("empty", ""),
            file("small", "x".repeat(FileContent.MAX_INLINE)),
            lacking(file("lacking", "attributes")),
            TreeEntry.file(
                EntryName.of("racy"),
                EntryMetadata.of(EntryKind.FILE).size(1).identity(-1, 0).build(),
                new FileContent.Inline(new byte[1]),
                Freshness.RACY),
            file(
                EntryName.of("chunked"),
                Instant.EPOCH,
                trees.writer().content(StoredTrees.ids(1, 3), StoredTrees.lengths(1, 3))),
            lacking(
                TreeEntry.directory(EntryName.of("d1"), odd.owner(-1, -1).build(), subtree)
                    .with(Coverage.PARTIAL)),
            lacking(
                TreeEntry.directory(EntryName.of("d1 with all there is"), everything(), subtree)
                    .with(Coverage.PARTIAL)),
            TreeEntry.directory(EntryName.of("d2"), odd.owner(4294967294L, 0).build(), subtree),
            TreeEntry.link(
                EntryName.of("link"),
                EntryMetadata.of(EntryKind.SYMBOLIC_LINK).permissions(0777).build(),
                new byte[] {'.', '.', '/', (byte) 0xff}),
            TreeEntry.link(
                EntryName.of("nowhere"),
                EntryMetadata.of(EntryKind.SYMBOLIC_LINK).build(),
                new byte[0])));
  }

  @Test
  void whatIsNeitherFileNorDirectoryNorLinkIsNotWritten() {
    TreeEntry device =
        TreeEntry.link(
            EntryName.of("device"), EntryMetadata.of(EntryKind.OTHER).build(), new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trees.writer().directory(List.of(device)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "512, 1", "513, 17"})
  void directoriesComeBackAndAreSplitWhenTheyGrow(int count, int expectedTrees) {
    assertComesBack(files(count));
    assertThat(trees.added()).isEqualTo(expectedTrees);
  }

  @Test
  void aLargeDirectoryComesBackWhateverTheOrderAndAChangeRewritesOnlyThePathToIt() {
    List<TreeEntry> entries = files(50_000);
    assertComesBack(entries);
    ChunkId id = trees.writer().directory(entries);
    assertThat(trees.added()).isGreaterThan(100);

    List<TreeEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(trees.writer().directory(shuffled)).isEqualTo(id);
    assertThat(trees.added()).isZero();

    entries.set(12_345, file("file 12345", "changed"));
    ChunkId changed = trees.writer().directory(entries);
    assertThat(changed).isNotEqualTo(id);
    assertThat(trees.added()).as("leaf, branches, root").isLessThanOrEqualTo(4);

    entries.remove(777);
    assertThat(trees.writer().directory(entries)).isNotEqualTo(changed);
    assertThat(trees.added()).isLessThanOrEqualTo(4);
  }

  @Test
  void aSmallDirectoryHasOneIdWhateverTheOrder() {
    List<TreeEntry> entries = files(100);
    ChunkId id = trees.writer().directory(entries);
    Collections.shuffle(entries, new Random(2));
    assertThat(trees.writer().directory(entries)).isEqualTo(id);
  }

  @Test
  void everyTreeOfADirectoryIsToldBeforeItIsRead() {
    ChunkId id = trees.writer().directory(files(2_000));
    int stored = trees.added();
    List<ChunkId> nodes = new ArrayList<>();
    List<TreeEntry> entries = new ArrayList<>();
    trees.reader().nodes(id, nodes::add, entries::add);
    assertThat(nodes).hasSize(stored).doesNotHaveDuplicates().startsWith(id);
    assertThat(entries).hasSize(2_000);

    ChunkId lost = nodes.get(nodes.size() - 1);
    trees.remove(lost);
    List<ChunkId> told = new ArrayList<>();
    assertThatThrownBy(() -> trees.reader().nodes(id, told::add, entry -> {}))
        .isInstanceOf(DamagedRepositoryException.class);
    assertThat(told).last().isEqualTo(lost);
  }

  @Test
  void namesAreBytesAndComeBackUnchanged() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int b = 1; b < 256; b++) {
      if (b != '/') {
        all.write(b);
      }
    }
    List<TreeEntry> entries = new ArrayList<>();
    for (byte[] name :
        List.of(
            all.toByteArray(),
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xc3},
            new byte[] {(byte) 0xc3, (byte) 0xa9},
            new byte[] {'e', (byte) 0xcc, (byte) 0x81},
            new byte[] {'.', '.', '.'},
            "x".repeat(EntryName.MAX_BYTES).getBytes(StandardCharsets.UTF_8))) {
      entries.add(file(EntryName.of(name), Instant.EPOCH, FileContent.EMPTY));
    }
    assertComesBack(entries);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1000000000-01-01T00:00:00Z",
        "1901-12-13T20:45:51.999999999Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2038-01-19T03:14:08.000000001Z",
        "9999-12-31T23:59:59.123456789Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void timesComeBackToTheNanosecond(String time) {
    assertComesBack(List.of(file(EntryName.of("f"), Instant.parse(time), FileContent.EMPTY)));
  }

  @Test
  void twoEntriesOfOneNameAreDamage() {
    ChunkId id = trees.writer().directory(List.of(file("a", "1"), file("b", ""), file("a", "2")));
    assertThatThrownBy(() -> trees.reader().directory(id))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("two entries with the name a");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "16, 0", "17, 1", "1025, 1", "100000, 2"})
  void theChunksOfAFileComeBackInOrder(int count, int depth) {
    List<ChunkId> ids = StoredTrees.ids(count, count);
    List<Long> lengths = StoredTrees.lengths(count, count);
    FileContent content = trees.writer().content(ids, lengths);
    assertThat(((FileContent.Chunked) content).depth()).isGreaterThanOrEqualTo(depth);
    assertThat(((FileContent.Chunked) content).count()).isLessThanOrEqualTo(16);
    assertThat(content.size()).isEqualTo(lengths.stream().mapToLong(l -> l).sum());

    List<TreeEntry> read = roundTrip(List.of(file(EntryName.of("large"), Instant.EPOCH, content)));
    List<ChunkId> foundIds = new ArrayList<>();
    List<Long> foundLengths = new ArrayList<>();
    Set<ChunkId> lists = new HashSet<>();
    trees
        .reader()
        .chunks(
            read.get(0).content(),
            lists::add,
            (id, length) -> {
              foundIds.add(id);
              foundLengths.add(length);
            });
    assertThat(foundIds).isEqualTo(ids);
    assertThat(foundLengths).isEqualTo(lengths);
    // One tree is the directory.
    assertThat(lists).hasSize(trees.added() - 1);
    assertThat(read.get(0).metadata().size()).isEqualTo(content.size());
  }

  @Test
  void aChunkInsertedIntoALongFileRewritesFewLists() {
    List<ChunkId> ids = StoredTrees.ids(5, 50_000);
    List<Long> lengths = StoredTrees.lengths(5, 50_000);
    trees.writer().content(ids, lengths);
    assertThat(trees.added()).isGreaterThan(100);
    List<ChunkId> moreIds = new ArrayList<>(ids);
    List<Long> moreLengths = new ArrayList<>(lengths);
    moreIds.add(20_000, new ChunkId(1, 2, 3, 4));
    moreLengths.add(20_000, 5L);
    trees.writer().content(moreIds, moreLengths);
    assertThat(trees.added()).isLessThan(15);
  }

  @Test
  void oneChunkRepeatedOverAndOverIsStoredInFewLists() {
    List<ChunkId> ids = Collections.nCopies(5_000, new ChunkId(1, 2, 3, 0x0101));
    FileContent content = trees.writer().content(ids, Collections.nCopies(5_000, 1_000_000L));
    assertThat(trees.added()).isLessThanOrEqualTo(2);
    List<ChunkId> found = new ArrayList<>();
    trees.reader().chunks(content, list -> {}, (id, length) -> found.add(id));
    assertThat(found).isEqualTo(ids);
  }
}
