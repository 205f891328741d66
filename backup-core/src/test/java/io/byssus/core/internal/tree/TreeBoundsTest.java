package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TreeBoundsTest {
  private final StoredTrees trees = new StoredTrees();

  @Test
  void aFileWhoseLengthsAddUpToMoreThanANumberHoldsIsDamage() {
    byte[] tree =
        trees.load(
            trees
                .writer()
                .directory(
                    List.of(
                        file(
                            EntryName.of("f"),
                            Instant.EPOCH,
                            new FileContent.Chunked(
                                0, new byte[64], new long[] {Long.MAX_VALUE / 4, 1})))));
    // The head of a number of 8 bytes, and its first byte.
    int at = 0;
    while (tree[at] != 0x1b || tree[at + 1] != 0x1f) {
      at++;
    }
    tree[at + 1] = 0x7f;
    byte[] other = Arrays.copyOf(tree, tree.length);
    assertThatThrownBy(() -> new TreeReader(id -> other).directory(new ChunkId(1, 2, 3, 4)))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTreeOfFewBytesThatUnfoldsWithoutEndIsDamage() {
    ChunkId id = trees.writer().directory(List.of());
    for (int depth = 0; depth < TreeFormat.MAX_BRANCH_DEPTH; depth++) {
      CborWriter cbor = new CborWriter();
      cbor.writeArray(2).writeUnsigned(TreeFormat.BRANCH).writeArray(TreeFormat.BRANCHES);
      for (int i = 0; i < TreeFormat.BRANCHES; i++) {
        cbor.writeBytes(id.bytes());
      }
      id = trees.store(cbor.toByteArray());
    }
    ChunkId bomb = id;
    assertThatThrownBy(() -> trees.reader().directory(bomb))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aListOfAnotherLengthThanItsParentSaysIsDamage() {
    CborWriter cbor = new CborWriter().writeArray(4).writeUnsigned(TreeFormat.LIST);
    cbor.writeUnsigned(0).writeBytes(new byte[32]).writeArray(1).writeUnsigned(7);
    ChunkId list = trees.store(cbor.toByteArray());
    FileContent content = new FileContent.Chunked(1, list.bytes(), new long[] {8});
    assertThatThrownBy(() -> trees.reader().chunks(content, id -> {}, (id, length) -> {}))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  private ChunkId list(int depth, ChunkId id, int count, long length) {
    CborWriter cbor = new CborWriter().writeArray(4).writeUnsigned(TreeFormat.LIST);
    ByteBuffer ids = ByteBuffer.allocate(count * ChunkId.BYTES);
    for (int i = 0; i < count; i++) {
      ids.put(id.bytes());
    }
    cbor.writeUnsigned(depth).writeBytes(ids.array()).writeArray(count);
    for (int i = 0; i < count; i++) {
      cbor.writeUnsigned(length);
    }
    return trees.store(cbor.toByteArray());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileOfNoBytesThatUnfoldsIntoHolesWithoutEndIsDamage() {
    ChunkId id = FileContent.HOLE;
    for (int depth = 0; depth < TreeFormat.MAX_LIST_DEPTH; depth++) {
      id = list(depth, id, 10_000, 0);
    }
    FileContent bomb =
        new FileContent.Chunked(TreeFormat.MAX_LIST_DEPTH, id.bytes(), new long[] {0});
    assertThatThrownBy(() -> trees.reader().chunks(bomb, list -> {}, (chunk, length) -> {}))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  /** Four lists of ten thousand ids each: a few MiB that say they are 10^16 bytes, one by one. */
  private FileContent bombOf(ChunkId part) {
    ChunkId id = part;
    long size = 1;
    for (int depth = 0; depth < TreeFormat.MAX_LIST_DEPTH; depth++) {
      id = list(depth, id, 10_000, size);
      size *= 10_000;
    }
    return new FileContent.Chunked(TreeFormat.MAX_LIST_DEPTH, id.bytes(), new long[] {size});
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileOfOneByteHolesOrChunksWithoutEndIsDamageToEveryReader() {
    for (ChunkId part : List.of(FileContent.HOLE, new ChunkId(1, 2, 3, 4))) {
      FileContent bomb = bombOf(part);
      long[] given = {0};

      assertThatThrownBy(
              () -> trees.reader().chunks(bomb, list -> {}, (chunk, length) -> given[0]++))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("unfold");
      assertThat(given[0]).isLessThan(Unfolding.MAX_REPEATED + 20_000);

      given[0] = 0;
      assertThatThrownBy(
              () -> trees.reader().distinctChunks(bomb, list -> {}, (chunk, length) -> given[0]++))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("unfold");
      assertThat(given[0]).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void partsRepeatOnlyAsOftenAsTheSizeAllows() {
    ChunkId chunk = new ChunkId(1, 2, 3, 4);
    for (long length : new long[] {1, 510, 512, 1 << 20}) {
      ChunkId list = list(0, chunk, 1000, length);
      long size = 1000 * length * 1000;
      FileContent content =
          new FileContent.Chunked(2, list(1, list, 1000, 1000 * length).bytes(), new long[] {size});
      long[] given = {0, 0};
      Runnable ordered = () -> trees.reader().chunks(content, id -> {}, (id, l) -> given[0] += l);
      Runnable once = () -> trees.reader().distinctChunks(content, id -> {}, (id, l) -> given[1]++);
      if (length < Unfolding.SMALLEST_REPEATED) {
        assertThatThrownBy(ordered::run).isInstanceOf(DamagedRepositoryException.class);
        assertThatThrownBy(once::run).isInstanceOf(DamagedRepositoryException.class);
      } else {
        ordered.run();
        once.run();
        assertThat(given).containsExactly(size, 1000);
      }
    }
  }

  @Test
  void aListThatIsThereTwiceIsOfOneDepthAndSize() {
    ChunkId list = list(0, new ChunkId(1, 2, 3, 4), 2, 4096);
    byte[] twice = ByteBuffer.allocate(64).put(list.bytes()).put(list.bytes()).array();
    FileContent content = new FileContent.Chunked(1, twice, new long[] {8192, 4096});
    assertThatThrownBy(() -> trees.reader().chunks(content, id -> {}, (id, length) -> {}))
        .isInstanceOf(DamagedRepositoryException.class);
    assertThatThrownBy(() -> trees.reader().distinctChunks(content, id -> {}, (id, length) -> {}))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aHoleInAListOfListsIsDamageAndNotLookedFor() {
    FileContent content =
        new FileContent.Chunked(2, list(1, FileContent.HOLE, 1, 7).bytes(), new long[] {7});
    List<ChunkId> asked = new ArrayList<>();
    assertThatThrownBy(() -> trees.reader().chunks(content, asked::add, (id, length) -> {}))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("hole");
    assertThat(asked).hasSize(1).doesNotContain(FileContent.HOLE);
  }

  @Test
  void holesWhoseLengthsDoNotAddUpToTheListsAreDamage() {
    FileContent content =
        new FileContent.Chunked(1, list(0, FileContent.HOLE, 3, 5).bytes(), new long[] {16});
    List<Long> lengths = new ArrayList<>();
    assertThatThrownBy(
            () -> trees.reader().chunks(content, id -> {}, (id, length) -> lengths.add(length)))
        .isInstanceOf(DamagedRepositoryException.class);
    assertThat(lengths).isEmpty();
  }
}
