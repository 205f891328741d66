package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Chunk;
import io.byssus.crypto.cbor.CborWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkIndexTest {
  private static final int CHUNK = 1;
  private static final int BUNDLE = 2;

  private static void assertHolds(ChunkIndex index, Map<ChunkId, ChunkLocation> locations) {
    locations.forEach(
        (id, location) -> {
          if (!location.equals(index.locate(id))) {
            assertThat(index.locate(id)).as("%s", id).isEqualTo(location);
          }
        });
  }

  @Test
  void anEmptyIndexHoldsNothing() {
    assertThat(ChunkIndex.EMPTY.size()).isZero();
    assertThat(ChunkIndex.EMPTY.packs()).isEmpty();
    assertThat(ChunkIndex.EMPTY.contains(new ChunkId(0, 0, 0, 0))).isFalse();
    assertThat(ChunkIndex.EMPTY.find(new ChunkId(-1, -1, -1, -1))).isEqualTo(ChunkIndex.ABSENT);
    byte[] nothing = new IndexSegmentWriter().payload();
    assertThat(new ChunkIndex.Builder().add("none", nothing).build().size()).isZero();
  }

  @Test
  void chunksAloneAndInBundlesAreFoundWhereTheWriterPutThem() {
    IndexSample sample = new IndexSample(1);
    IndexSegmentWriter writer = new IndexSegmentWriter();
    assertThat(writer.isEmpty()).isTrue();
    PackContents data = sample.pack(PackKind.DATA, 7);
    PackContents tree = sample.pack(PackKind.TREE, 4);
    writer.add(data);
    writer.add(tree);
    assertThat(writer.isEmpty()).isFalse();
    assertThat(writer.chunks()).isEqualTo(sample.locations().size());

    ChunkIndex index = new ChunkIndex.Builder().add("segment", writer.payload()).build();

    assertThat(index.size()).isEqualTo(sample.locations().size());
    assertHolds(index, sample.locations());
    assertThat(index.packs())
        .containsExactly(
            new IndexedPack(data.name(), PackKind.DATA, data.length(), "segment"),
            new IndexedPack(tree.name(), PackKind.TREE, tree.length(), "segment"));
    sample
        .locations()
        .forEach(
            (id, location) -> {
              int position = index.find(id);
              assertThat(index.contains(id)).isTrue();
              assertThat(index.lengthOf(position)).isEqualTo(location.length());
              assertThat(index.packs().get(index.packOf(position)).name())
                  .isEqualTo(location.pack());
            });
  }

  @Test
  void allOfManyChunksAreFoundAndOthersAreNot() {
    IndexSample sample = new IndexSample(2);
    ChunkIndex.Builder builder = new ChunkIndex.Builder();
    for (int i = 0; sample.locations().size() < 200_000; i++) {
      builder.add("segment " + i, sample.segment(10, 700));
    }
    ChunkIndex index = builder.build();
    assertThat(index.size()).isEqualTo(sample.locations().size());
    assertHolds(index, sample.locations());
    IndexSample others = new IndexSample(3);
    for (int i = 0; i < 200_000; i++) {
      ChunkId absent = others.id();
      if (index.contains(absent)) {
        throw new AssertionError("found what nobody added: " + absent);
      }
    }
    for (ChunkId id : sample.locations().keySet()) {
      if (index.contains(new ChunkId(id.word0(), ~id.word1(), id.word2(), id.word3()))) {
        throw new AssertionError("found by half of what counts: " + id);
      }
    }
  }

  @Test
  void theFirst128BitsOfAnIdCount() {
    IndexSample sample = new IndexSample(4);
    ChunkIndex index = new ChunkIndex.Builder().add("segment", sample.segment(1, 2)).build();
    ChunkId id = sample.locations().keySet().iterator().next();
    assertThat(index.contains(new ChunkId(id.word0(), id.word1(), 0, 0))).isTrue();
    assertThat(index.contains(new ChunkId(id.word0(), id.word2(), id.word1(), 0))).isFalse();
  }

  @Test
  void idsAtTheEndsOfTheirRangeAreFound() {
    List<ChunkId> ids =
        List.of(
            new ChunkId(0, 0, 0, 0),
            new ChunkId(0, -1, 0, 0),
            new ChunkId(-1, -1, -1, -1),
            new ChunkId(Long.MIN_VALUE, 0, 0, 0),
            new ChunkId(Long.MAX_VALUE, 0, 0, 0));
    Directory directory =
        new Directory(ids.stream().<DirectoryEntry>map(id -> new Chunk(10, 10, id)).toList());
    PackName name = new IndexSample(5).pack(PackKind.DATA, 1).name();
    IndexSegmentWriter writer = new IndexSegmentWriter();
    writer.add(new PackContents(name, PackKind.DATA, 10_000, IndexSample.HEADER, directory));
    ChunkIndex index = new ChunkIndex.Builder().add("segment", writer.payload()).build();
    assertThat(ids).allMatch(index::contains);
    assertThat(index.contains(new ChunkId(1, 0, 0, 0))).isFalse();
  }

  @Test
  void aBuilderThatStartsWithAnIndexAddsToItAndLeavesItAsItIs() {
    IndexSample sample = new IndexSample(6);
    ChunkIndex base = new ChunkIndex.Builder().add("first", sample.segment(5, 300)).build();
    Map<ChunkId, ChunkLocation> before = Map.copyOf(sample.locations());
    ChunkIndex larger =
        new ChunkIndex.Builder(base, pack -> false)
            .add("second", sample.segment(4, 300))
            .add("third", sample.segment(3, 300))
            .build();
    assertThat(base.size()).isEqualTo(before.size());
    assertHolds(base, before);
    assertThat(larger.size()).isEqualTo(sample.locations().size());
    assertHolds(larger, sample.locations());
    assertThat(larger.packs().subList(0, 5)).isEqualTo(base.packs());
    assertThat(larger.packs())
        .hasSize(12)
        .last()
        .extracting(IndexedPack::segment)
        .isEqualTo("third");
    assertHolds(new ChunkIndex.Builder(base, pack -> false).build(), before);
  }

  /** R10. */
  @Test
  void condemnedPacksAreNotFoundWhetherTheyWereThereBeforeOrAreAdded() {
    IndexSample sample = new IndexSample(9);
    byte[] first = sample.segment(5, 300);
    Map<ChunkId, ChunkLocation> before = Map.copyOf(sample.locations());
    byte[] second = sample.segment(4, 300);
    ChunkIndex all = new ChunkIndex.Builder().add("first", first).add("second", second).build();
    Set<PackName> condemned =
        Set.of(all.packs().get(1).name(), all.packs().get(4).name(), all.packs().get(6).name());
    Map<ChunkId, ChunkLocation> left = new HashMap<>(sample.locations());
    left.values().removeIf(location -> condemned.contains(location.pack()));
    assertThat(left).hasSizeLessThan(sample.locations().size());

    ChunkIndex fromNothing =
        new ChunkIndex.Builder(condemned::contains)
            .add("first", first)
            .add("second", second)
            .build();
    ChunkIndex base = new ChunkIndex.Builder().add("first", first).build();
    ChunkIndex fromBase =
        new ChunkIndex.Builder(base, condemned::contains).add("second", second).build();
    for (ChunkIndex index : List.of(fromNothing, fromBase)) {
      assertThat(index.size()).isEqualTo(left.size());
      assertThat(index.packs()).hasSize(6).noneMatch(pack -> condemned.contains(pack.name()));
      assertHolds(index, left);
    }
    assertHolds(base, before);
  }

  @Test
  void aChunkInTwoPacksCountsTwiceAndIsFoundInOneOfThem() {
    IndexSample sample = new IndexSample(7);
    byte[] payload = sample.segment(1, 6);
    ChunkIndex index =
        new ChunkIndex.Builder().add("first", payload).add("second", payload).build();
    assertThat(index.size()).isEqualTo(2 * sample.locations().size());
    assertThat(index.packs()).hasSize(2);
    assertHolds(index, sample.locations());
  }

  @Test
  void aChangedBitIsDamageOrAnotherIndexButNeverAnotherError() {
    IndexSample sample = new IndexSample(8);
    byte[] payload = sample.segment(2, 3);
    int refused = 0;
    for (int bit = 0; bit < 8 * payload.length; bit++) {
      payload[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        ChunkIndex index = new ChunkIndex.Builder().add("segment", payload).build();
        assertThat(index.packs()).hasSize(2);
      } catch (DamagedRepositoryException e) {
        refused++;
      }
      payload[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aPayloadThatIsCutOrGoesOnIsDamage() {
    byte[] payload = new IndexSample(9).segment(2, 3);
    for (int length = 0; length <= payload.length + 1; length++) {
      byte[] other = Arrays.copyOf(payload, length);
      if (length != payload.length) {
        assertThatThrownBy(() -> new ChunkIndex.Builder().add("segment", other))
            .isInstanceOf(DamagedRepositoryException.class);
      }
    }
  }

  /** Returns a segment of one pack with one record that says these things of itself. */
  private static byte[] payload(
      int kind,
      long packLength,
      long start,
      int type,
      long payloadLength,
      long plainLength,
      int idBytes,
      long... bundled) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(1).writeArray(6).writeBytes(new byte[16]).writeBytes(new byte[32]);
    cbor.writeUnsigned(kind).writeUnsigned(packLength).writeUnsigned(start).writeArray(1);
    cbor.writeArray(type == BUNDLE ? 5 : 4).writeUnsigned(type);
    cbor.writeUnsigned(payloadLength).writeUnsigned(plainLength).writeBytes(new byte[idBytes]);
    if (type == BUNDLE) {
      cbor.writeArray(bundled.length);
      for (long length : bundled) {
        cbor.writeUnsigned(length);
      }
    }
    return cbor.toByteArray();
  }

  @Test
  void aSegmentThatFitsIsAccepted() {
    byte[] chunk = payload(3, 332, 100, CHUNK, 200, 1_000, 16);
    byte[] bundle = payload(4, 332, 100, BUNDLE, 200, 112, 32, 40, 60);
    assertThat(new ChunkIndex.Builder().add("a", chunk).add("b", bundle).build().size())
        .isEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an unknown kind of pack,           9,        332,  100, 1, 200, 1000, 16",
    "a record beyond its pack,          3,        331,  100, 1, 200, 1000, 16",
    "a payload longer than its pack,    3,        100,    0, 1, 200, 1000, 16",
    "a start behind the pack's end,     3,        332,  333, 1,   0,    0, 16",
    "a pack longer than an array,       3, 2147483648,  100, 1, 200, 1000, 16",
    "a chunk longer than an array,      3,        332,  100, 1, 200, 2147483648, 16",
    "no id,                             3,        332,  100, 1, 200, 1000,  0",
    "half an id,                        3,        332,  100, 1, 200, 1000,  8",
    "two ids for a chunk,               3,        332,  100, 1, 200, 1000, 32",
    "a type with other parts,           3,        332,  100, 2, 200, 1000, 16"
  })
  void aRecordThatContradictsItselfIsDamage(
      String what, int kind, long pack, long start, int type, long payload, long plain, int ids) {
    assertThatThrownBy(
            () ->
                new ChunkIndex.Builder()
                    .add("s", payload(kind, pack, start, type, payload, plain, ids)))
        .as(what)
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aBundleWhoseChunksDoNotFitIsDamage() {
    for (byte[] payload :
        List.of(
            payload(3, 332, 100, BUNDLE, 200, 111, 32, 40, 60),
            payload(3, 332, 100, BUNDLE, 200, 112, 48, 40, 60),
            payload(3, 332, 100, BUNDLE, 200, 112, 16, 40, 60),
            payload(3, 332, 100, BUNDLE, 200, 112, 32, 40, 1L << 40))) {
      assertThatThrownBy(() -> new ChunkIndex.Builder().add("s", payload))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }
}
