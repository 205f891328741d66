package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.cbor.CborWriter;
import java.time.Instant;
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
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
}
