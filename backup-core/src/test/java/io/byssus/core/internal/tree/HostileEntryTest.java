package io.byssus.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Entries that no writer of this version wrote: of later versions, damaged, or made by an enemy.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileEntryTest {
  private static final ChunkId TREE = new ChunkId(1, 2, 3, 4);
  private static final int KINDS = TreeFormat.KIND_BLOCK_DEVICE + 1;
  private static final byte[] NO_ID = new byte[ChunkId.BYTES];

  private static TreeEntry read(RawEntry entry) {
    List<TreeEntry> entries = new TreeReader(id -> entry.leaf()).directory(TREE);
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(RawEntry entry) {
    return assertThatThrownBy(() -> read(entry));
  }

  /** Refused as damage, with the entry's name. */
  private static AbstractThrowableAssert<?, ?> assertDamaged(RawEntry entry) {
    return assertRefused(entry)
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("entry 'n'");
  }

  private static RawEntry file(long key, Consumer<CborWriter> value) {
    return RawEntry.file().with(key, value);
  }

  @Test
  void anEntryOfEveryKindNeedsEachOfItsKeys() {
    for (int kind = 0; kind < KINDS; kind++) {
      assertThat(read(RawEntry.ofKind(kind)).kind()).isEqualTo(TreeFormat.kind(kind));
      for (long key : RawEntry.ofKind(kind).keys()) {
        assertRefused(RawEntry.ofKind(kind).without(key))
            .as("kind %d without key %d", kind, key)
            .isInstanceOf(DamagedRepositoryException.class);
      }
    }
    assertDamaged(RawEntry.file().without(TreeFormat.UID)).hasMessageContaining("key 4");
  }

  @ParameterizedTest
  @CsvSource({"9, 0", "10, 0", "12, 1", "13, 2", "14, 0 2 3 4 5 6", "15, 5 6"})
  void aKeyBelongsToSomeKindsAlone(int key, String owners) {
    List<String> allowed = List.of(owners.split(" "));
    for (int kind = 0; kind < KINDS; kind++) {
      RawEntry entry = RawEntry.ofKind(kind);
      if (key == TreeFormat.CHUNKS && kind == TreeFormat.KIND_FILE) {
        entry.without(TreeFormat.INLINE);
      }
      entry.with(key, soundValue(key));
      if (allowed.contains(String.valueOf(kind))) {
        assertThat(read(entry).name()).hasToString("n");
      } else {
        assertDamaged(entry).hasMessageContaining("key " + key);
      }
    }
  }

  private static Consumer<CborWriter> soundValue(int key) {
    return switch (key) {
      case TreeFormat.CHUNKS ->
          cbor ->
              cbor.writeArray(3).writeUnsigned(0).writeBytes(NO_ID).writeArray(1).writeUnsigned(5);
      case TreeFormat.LINKS, TreeFormat.DEVICE_NUMBER -> cbor -> RawEntry.pair(cbor, 0, 2);
      default -> cbor -> cbor.writeBytes(new byte[ChunkId.BYTES]);
    };
  }

  @Test
  void aFileHasOneContent() {
    assertDamaged(file(TreeFormat.CHUNKS, soundValue(TreeFormat.CHUNKS)))
        .hasMessageContaining("two contents");
    assertDamaged(RawEntry.file().without(TreeFormat.INLINE))
        .hasMessageContaining("without content");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 18, 63})
  void aKeyThatOneMustKnowIsAnUnsupportedFormat(int key) {
    assertRefused(file(key, CborWriter::writeNull))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(String.valueOf(key));
  }

  @Test
  void keysThatOneMayIgnoreAreSkippedWhateverIsInThem() {
    RawEntry entry =
        file(68, cbor -> cbor.writeMap(1).writeText("x").writeArray(2).writeNull().writeNull())
            .with(67, cbor -> cbor.writeInteger(-5))
            .with(1L << 40, cbor -> cbor.writeBoolean(false))
            .with(Long.MAX_VALUE, cbor -> cbor.writeBytes(new byte[5]));
    assertThat(read(entry).name()).hasToString("n");
  }

  @ParameterizedTest
  @ValueSource(longs = {7, Integer.MAX_VALUE, Long.MAX_VALUE})
  void aKindThatIsNotKnownIsAnUnsupportedFormatWhateverItsKeys(long kind) {
    RawEntry entry = file(TreeFormat.KIND, cbor -> cbor.writeUnsigned(kind));
    for (RawEntry one : List.of(entry, entry.without(TreeFormat.UID))) {
      assertRefused(one)
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining("entry 'n'")
          .hasMessageContaining(String.valueOf(kind));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "../../etc/passwd", "nul\0"})
  void aNameThatLeadsElsewhereIsDamage(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    assertRefused(file(TreeFormat.NAME, cbor -> cbor.writeBytes(bytes)))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("name");
  }

  @Test
  void permissionsAreTwelveBits() {
    assertThat(read(file(3, cbor -> cbor.writeUnsigned(07777))).metadata().permissions())
        .isEqualTo(07777);
    assertDamaged(file(3, cbor -> cbor.writeUnsigned(010000)));
    assertDamaged(file(3, cbor -> cbor.writeInteger(-1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {TreeFormat.UID, TreeFormat.GID})
  void ownersAreOfThirtyTwoBitsOrAbsent(int key) {
    for (long number : new long[] {-1, 0, 0xffff_ffffL}) {
      EntryMetadata metadata = read(file(key, cbor -> cbor.writeInteger(number))).metadata();
      assertThat(key == TreeFormat.UID ? metadata.uid() : metadata.gid()).isEqualTo(number);
    }
    for (long number : new long[] {-2, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertDamaged(file(key, cbor -> cbor.writeInteger(number)))
          .hasMessageContaining(String.valueOf(number));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 0",
    "-9223372036854775808, 0",
    "31556889864403200, 0",
    "-31557014167219201, 0",
    "0, 1000000000",
    "0, -1"
  })
  void aTimeThatIsNoneIsDamage(long seconds, long nanoseconds) {
    for (int key : new int[] {TreeFormat.MODIFIED, TreeFormat.CHANGED}) {
      assertDamaged(file(key, cbor -> RawEntry.pair(cbor, seconds, nanoseconds)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, -1", "-1, 2", "0, -9223372036854775808"})
  void aHardLinkOfFewerThanTwoNamesOrOnADeviceBelowZeroIsDamage(long device, long names) {
    assertDamaged(file(TreeFormat.LINKS, cbor -> RawEntry.pair(cbor, device, names)));
  }

  @Test
  void aHardLinkMaySayAnyNumberOfNamesAndNothingIsMadeOfThatSize() {
    TreeEntry entry = read(file(14, cbor -> RawEntry.pair(cbor, Long.MAX_VALUE, Long.MAX_VALUE)));
    assertThat(entry.metadata().links()).isEqualTo(Long.MAX_VALUE);
    assertThat(entry.metadata().device()).isEqualTo(Long.MAX_VALUE);
    assertDamaged(file(14, cbor -> cbor.writeArray(1).writeUnsigned(2)));
    assertDamaged(
        file(14, cbor -> cbor.writeArray(3).writeUnsigned(0).writeUnsigned(2).writeUnsigned(2)));
  }

  @ParameterizedTest
  @CsvSource({"4294967296, 0", "0, 4294967296", "-1, 0", "0, 9223372036854775807"})
  void aDeviceNumberOutOfItsRangeIsDamage(long major, long minor) {
    for (int kind : new int[] {TreeFormat.KIND_CHARACTER_DEVICE, TreeFormat.KIND_BLOCK_DEVICE}) {
      assertDamaged(
          RawEntry.ofKind(kind)
              .with(TreeFormat.DEVICE_NUMBER, cbor -> RawEntry.pair(cbor, major, minor)));
    }
  }

  private static RawEntry withAttributes(String[] names, int... lengths) {
    return file(
        TreeFormat.ATTRIBUTES,
        cbor -> {
          cbor.writeArray(names.length);
          for (int i = 0; i < names.length; i++) {
            cbor.writeArray(2).writeText(names[i]).writeBytes(new byte[lengths[i]]);
          }
        });
  }

  @Test
  void attributesUpToTheirLimitsAreRead() {
    String longest = "n".repeat(ExtendedAttributes.MAX_NAME_BYTES);
    int rest = ExtendedAttributes.MAX_BYTES - ExtendedAttributes.MAX_VALUE_BYTES - 255 - 1;
    ExtendedAttributes attributes =
        read(withAttributes(new String[] {"b", longest}, rest, ExtendedAttributes.MAX_VALUE_BYTES))
            .metadata()
            .attributes();
    assertThat(attributes.names()).containsExactly("b", longest);
    assertThat(attributes.value("b")).hasSize(rest);
  }

  @Test
  void attributesBeyondTheirLimitsAreDamage() {
    assertDamaged(withAttributes(new String[] {""}, 1));
    assertDamaged(withAttributes(new String[] {"user.\0"}, 1));
    assertDamaged(withAttributes(new String[] {"n".repeat(256)}, 1));
    assertDamaged(withAttributes(new String[] {"é".repeat(128)}, 1));
    assertDamaged(withAttributes(new String[] {"a"}, ExtendedAttributes.MAX_VALUE_BYTES + 1));
    assertDamaged(file(TreeFormat.ATTRIBUTES, HostileEntryTest::tooMany))
        .hasMessageContaining("98305");
    assertDamaged(withAttributes(new String[] {"user.a", "user.a"}, 1, 2))
        .hasMessageContaining("user.a");
  }

  private static void tooMany(CborWriter cbor) {
    int half = ExtendedAttributes.MAX_BYTES / 2;
    cbor.writeArray(2);
    cbor.writeArray(2).writeText("a").writeBytes(new byte[half]);
    cbor.writeArray(2).writeText("b").writeBytes(new byte[half - 1]);
  }

  @Test
  void aNameOfAnOwnerIsAText() {
    for (int key : new int[] {TreeFormat.OWNER_NAME, TreeFormat.GROUP_NAME}) {
      assertDamaged(file(key, cbor -> cbor.writeBytes(new byte[] {'x'})));
      assertDamaged(file(key, CborWriter::writeNull));
    }
  }

  @Test
  void aHoleMayBeOfAnyLengthAndNothingIsMadeOfThatSize() {
    TreeEntry entry = read(RawEntry.fileInChunks(0, NO_ID, Long.MAX_VALUE));
    assertThat(entry.metadata().size()).isEqualTo(Long.MAX_VALUE);
    List<ChunkId> given = new ArrayList<>();
    new TreeReader(id -> NO_ID).chunks(entry.content(), given::add, (id, length) -> given.add(id));
    assertThat(given).containsExactly(FileContent.HOLE);
  }

  @Test
  void lengthsThatAreZeroOrOverflowAreDamage() {
    byte[] two = new byte[2 * ChunkId.BYTES];
    assertDamaged(RawEntry.fileInChunks(0, two, Long.MAX_VALUE, 1));
    assertDamaged(RawEntry.fileInChunks(0, two, 1L << 62, 1L << 62));
    assertDamaged(RawEntry.fileInChunks(0, two, 0, 1));
    assertDamaged(RawEntry.fileInChunks(0, two, 1)).hasMessageContaining("64");
  }

  @Test
  void aHoleIsNotAListOfChunks() {
    byte[] two = new byte[2 * ChunkId.BYTES];
    two[0] = 1;
    assertDamaged(RawEntry.fileInChunks(1, two, 1, 1)).hasMessageContaining("hole");
  }

  @Test
  void aCountBeyondTheTreeIsDamageAndNotAllocated() {
    // Arrays that say that they have 2^31 - 1 elements, and have none.
    byte[] count = {(byte) 0x7f, -1, -1, -1};
    for (int key : new int[] {TreeFormat.ATTRIBUTES, TreeFormat.LINKS}) {
      byte[] leaf = file(key, cbor -> cbor.writeArray(0)).leaf();
      byte[] longer = Arrays.copyOf(leaf, leaf.length + count.length);
      longer[leaf.length - 1] = (byte) 0x9a;
      System.arraycopy(count, 0, longer, leaf.length, count.length);
      assertThatThrownBy(() -> new TreeReader(id -> longer).directory(TREE))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("2147483647");
    }
  }

  @Test
  void entriesOutOfOrderAreDamage() {
    RawEntry first = RawEntry.file();
    RawEntry second = file(TreeFormat.NAME, cbor -> cbor.writeBytes(new byte[] {'m'}));
    byte[] leaf = RawEntry.leaf(first, second);
    assertThat(new TreeReader(id -> RawEntry.leaf(second, first)).directory(TREE)).hasSize(2);
    assertThatThrownBy(() -> new TreeReader(id -> leaf).directory(TREE))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("'m' behind 'n'");
  }
}
