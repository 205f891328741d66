package io.byssus.core.internal.tree;

import static io.byssus.core.internal.tree.StoredTrees.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that no writer of this version wrote: of later versions, damaged, or made by an enemy. */
class HostileTreeTest {
  private static final byte[] NAME = {'n'};

  private final StoredTrees trees = new StoredTrees();

  private List<TreeEntry> read(CborWriter tree) {
    return trees.reader().directory(trees.store(tree.toByteArray()));
  }

  /** Begins a leaf with one entry: a file's map with all its fields, and room for more. */
  private static CborWriter leafWithFile(int moreFields) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(1).writeMap(9 + moreFields);
    cbor.writeUnsigned(TreeFormat.NAME).writeBytes(NAME);
    cbor.writeUnsigned(TreeFormat.KIND).writeUnsigned(TreeFormat.KIND_FILE);
    cbor.writeUnsigned(TreeFormat.PERMISSIONS).writeUnsigned(0600);
    cbor.writeUnsigned(TreeFormat.UID).writeInteger(0);
    cbor.writeUnsigned(TreeFormat.GID).writeInteger(0);
    cbor.writeUnsigned(TreeFormat.MODIFIED).writeArray(2).writeInteger(0).writeUnsigned(0);
    cbor.writeUnsigned(TreeFormat.CHANGED).writeArray(2).writeInteger(0).writeUnsigned(0);
    cbor.writeUnsigned(TreeFormat.INODE).writeInteger(0);
    cbor.writeUnsigned(TreeFormat.INLINE).writeBytes(new byte[3]);
    return cbor;
  }

  /** Returns a leaf with one entry that has these fields. */
  private static CborWriter leaf(int fields, Consumer<CborWriter> entry) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(1).writeMap(fields);
    entry.accept(cbor);
    return cbor;
  }

  private void assertDamaged(CborWriter tree) {
    assertThatThrownBy(() -> read(tree)).isInstanceOf(DamagedRepositoryException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 63})
  void aFieldThatOneMustKnowIsAnUnsupportedFormat(int key) {
    CborWriter tree = leafWithFile(1).writeUnsigned(key).writeNull();
    assertThatThrownBy(() -> read(tree))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(String.valueOf(key));
  }

  @Test
  void fieldsThatOneMayIgnoreAreSkippedWhateverIsInThem() {
    CborWriter tree = leafWithFile(3).writeUnsigned(66).writeMap(1).writeText("x");
    tree.writeArray(2).writeBytes(new byte[5]).writeNull();
    tree.writeUnsigned(67).writeInteger(-5);
    tree.writeUnsigned(1_000_000).writeBoolean(false);
    assertThat(read(tree)).hasSize(1).first().extracting(TreeEntry::name).hasToString("n");
  }

  @Test
  void kindsOfEntriesAndTreesThatAreNotKnownAreAnUnsupportedFormat() {
    for (long kind : new long[] {7, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      CborWriter tree =
          leaf(
              2,
              cbor ->
                  cbor.writeUnsigned(TreeFormat.NAME)
                      .writeBytes(NAME)
                      .writeUnsigned(TreeFormat.KIND)
                      .writeUnsigned(kind));
      assertThatThrownBy(() -> read(tree))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(String.valueOf(kind));
    }
    CborWriter type = new CborWriter().writeArray(2).writeUnsigned(4).writeArray(0);
    assertThatThrownBy(() -> read(type)).isInstanceOf(UnsupportedFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "../../etc/passwd", "nul\0"})
  void aNameThatLeadsElsewhereIsDamage(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    assertDamaged(leaf(1, cbor -> cbor.writeUnsigned(TreeFormat.NAME).writeBytes(bytes)));
  }

  @Test
  void anEntryThatLacksAPartIsDamage() {
    assertDamaged(leaf(0, cbor -> {}));
    assertDamaged(leaf(1, cbor -> cbor.writeUnsigned(TreeFormat.NAME).writeBytes(NAME)));
    for (int kind : new int[] {0, 1, 2}) {
      assertDamaged(
          leaf(
              2,
              cbor ->
                  cbor.writeUnsigned(TreeFormat.NAME)
                      .writeBytes(NAME)
                      .writeUnsigned(TreeFormat.KIND)
                      .writeUnsigned(kind)));
    }
  }

  @Test
  void aTimeThatIsNoneIsDamage() {
    for (long[] time :
        new long[][] {{Long.MAX_VALUE, 0}, {Long.MIN_VALUE, 0}, {0, 1_000_000_000}}) {
      assertDamaged(
          leaf(
              1,
              cbor ->
                  cbor.writeUnsigned(TreeFormat.MODIFIED)
                      .writeArray(2)
                      .writeInteger(time[0])
                      .writeUnsigned(time[1])));
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
    assertDamaged(
        leaf(
            1,
            cbor -> {
              cbor.writeUnsigned(TreeFormat.CHUNKS).writeArray(3);
              chunked(cbor, TreeFormat.MAX_LIST_DEPTH + 1, new ChunkId(1, 2, 3, 4));
            }));
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
    byte[] head = leafWithFile(1).writeUnsigned(64).writeNull().toByteArray();
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
                            NAME))));
    int refused = 0;
    for (int bit = 0; bit < 8 * tree.length; bit++) {
      byte[] changed = tree.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        List<TreeEntry> entries = new TreeReader(id -> changed).directory(subtree);
        assertThat(entries).hasSize(4);
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
