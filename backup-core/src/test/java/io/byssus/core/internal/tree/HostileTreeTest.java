package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.crypto.cbor.CborWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trees that no writer of this version wrote: of later versions, damaged, or made by an enemy. */
class HostileTreeTest {
  private static final byte[] NAME = {'n'};

  private final StoredTrees trees = new StoredTrees();

  private void assertDamaged(byte[] tree) {
    assertThatThrownBy(() -> trees.reader().directory(trees.store(tree)))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aTreeOfAnUnknownTypeIsDamage() {
    for (int type : new int[] {0, TreeFormat.LIST, 4}) {
      CborWriter tree = new CborWriter().writeArray(2).writeUnsigned(type).writeArray(0);
      assertDamaged(tree.toByteArray());
    }
  }

  private ChunkId branch(int count, ChunkId child) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.BRANCH).writeArray(count).writeBytes(child.bytes());
    for (int i = 1; i < count; i++) {
      cbor.writeNull();
    }
    return trees.store(cbor.toByteArray());
  }

  @Test
  void aBranchHasSixteenPlaces() {
    ChunkId leaf = trees.writer().directory(List.of(file("a", "")));
    assertThat(trees.reader().directory(branch(16, leaf))).hasSize(1);
    for (int count : new int[] {1, 15, 17}) {
      ChunkId id = branch(count, leaf);
      assertThatThrownBy(() -> trees.reader().directory(id))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void branchesAreAsDeepAsTheHashOfANameAndNoDeeper() {
    ChunkId id = trees.writer().directory(List.of(file("a", "")));
    for (int depth = 1; depth <= TreeFormat.MAX_BRANCH_DEPTH; depth++) {
      id = branch(16, id);
    }
    assertThat(trees.reader().directory(id)).hasSize(1);
    ChunkId deeper = branch(16, id);
    assertThatThrownBy(() -> trees.reader().directory(deeper))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  private ChunkId list(int depth, ChunkId... ids) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(4).writeUnsigned(TreeFormat.LIST);
    chunked(cbor, depth, ids);
    return trees.store(cbor.toByteArray());
  }

  private static void chunked(CborWriter cbor, int depth, ChunkId... ids) {
    byte[] joined = new byte[ChunkId.BYTES * ids.length];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(ids[i].bytes(), 0, joined, ChunkId.BYTES * i, ChunkId.BYTES);
    }
    cbor.writeUnsigned(depth).writeBytes(joined).writeArray(ids.length);
    for (int i = 0; i < ids.length; i++) {
      cbor.writeUnsigned(1);
    }
  }

  private static FileContent content(int depth, ChunkId id) {
    return new FileContent.Chunked(depth, id.bytes(), new long[] {1});
  }

  @Test
  void aListIsOfTheDepthThatItsParentSays() {
    ChunkId chunk = new ChunkId(1, 2, 3, 4);
    ChunkId list = list(0, chunk);
    int[] seen = {0};
    trees.reader().chunks(content(1, list), id -> {}, (id, length) -> seen[0]++);
    assertThat(seen[0]).isEqualTo(1);
    for (FileContent wrong :
        List.of(content(2, list), content(1, list(1, list)), content(3, list(2, list)))) {
      assertThatThrownBy(() -> trees.reader().chunks(wrong, id -> {}, (id, length) -> {}))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void listsThatAreNestedTooDeepAreDamage() {
    byte[] id = new ChunkId(1, 2, 3, 4).bytes();
    assertThat(
            trees
                .reader()
                .directory(
                    trees.store(RawEntry.fileInChunks(TreeFormat.MAX_LIST_DEPTH, id, 1).leaf())))
        .hasSize(1);
    assertDamaged(RawEntry.fileInChunks(TreeFormat.MAX_LIST_DEPTH + 1, id, 1).leaf());
  }

  @Test
  void aListWhoseNumbersDoNotFitIsDamage() {
    CborWriter few = new CborWriter().writeArray(4).writeUnsigned(TreeFormat.LIST);
    few.writeUnsigned(0).writeBytes(new byte[64]).writeArray(1).writeUnsigned(1);
    CborWriter odd = new CborWriter().writeArray(4).writeUnsigned(TreeFormat.LIST);
    odd.writeUnsigned(0).writeBytes(new byte[33]).writeArray(1).writeUnsigned(1);
    CborWriter leaf = new CborWriter().writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(0);
    for (CborWriter list : List.of(few, odd, leaf)) {
      FileContent content = content(1, trees.store(list.toByteArray()));
      assertThatThrownBy(() -> trees.reader().chunks(content, id -> {}, (id, length) -> {}))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void aTreeOfNestedArraysDoesNotExhaustTheStack() {
    byte[] nested = new byte[1_000_000];
    Arrays.fill(nested, (byte) 0x81);
    byte[] head = RawEntry.file().with(68, CborWriter::writeNull).leaf();
    byte[] tree = Arrays.copyOf(head, head.length - 1 + nested.length);
    System.arraycopy(nested, 0, tree, head.length - 1, nested.length);
    for (byte[] attack : List.of(nested, tree)) {
      assertThatThrownBy(() -> trees.reader().directory(trees.store(attack)))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void aChangedBitIsAnErrorOfOursOrAnotherValidTreeAndNeverAnythingElse() {
    ChunkId subtree = new ChunkId(5, 6, 7, 8);
    byte[] tree =
        trees.load(
            trees
                .writer()
                .directory(
                    List.of(
                        file("inline", "abc"),
                        file(
                            EntryName.of("chunked"),
                            Instant.parse("1960-01-01T00:00:00.5Z"),
                            trees
                                .writer()
                                .content(StoredTrees.ids(1, 3), StoredTrees.lengths(1, 3))),
                        TreeEntry.directory(
                            EntryName.of("directory"),
                            EntryMetadata.of(EntryKind.DIRECTORY).build(),
                            subtree),
                        TreeEntry.link(
                            EntryName.of("link"),
                            EntryMetadata.of(EntryKind.SYMBOLIC_LINK).build(),
                            NAME),
                        TreeEntry.node(
                            EntryName.of("device"),
                            EntryMetadata.of(EntryKind.BLOCK_DEVICE)
                                .deviceNumber(new DeviceNumber(8, 1))
                                .ownerNames("root", "disk")
                                .build(),
                            TreeEntry.Freshness.RACY),
                        TreeEntry.file(
                            EntryName.of("sparse"),
                            EntryMetadata.of(EntryKind.FILE)
                                .identity(7, 1)
                                .links(3)
                                .attributes(
                                    ExtendedAttributes.of(Map.of("user.a", NAME, "user.b", NAME)))
                                .build(),
                            trees
                                .writer()
                                .content(
                                    List.of(FileContent.HOLE, new ChunkId(1, 2, 3, 4)),
                                    List.of(1L << 40, 5L)),
                            TreeEntry.Freshness.SETTLED))));
    int refused = 0;
    for (int bit = 0; bit < 8 * tree.length; bit++) {
      byte[] changed = tree.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        List<TreeEntry> entries = new TreeReader(id -> changed).directory(subtree);
        assertThat(entries).hasSize(6);
      } catch (ByssusException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    for (int length = 0; length < tree.length; length++) {
      byte[] cut = Arrays.copyOf(tree, length);
      assertThatThrownBy(() -> new TreeReader(id -> cut).directory(subtree))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }
}
