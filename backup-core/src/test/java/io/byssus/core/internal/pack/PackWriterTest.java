package io.byssus.core.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreFullException;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PackWriterTest {
  private static final PackSettings SMALL = new PackSettings(9 << 20, 1, 1, 1);

  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final List<PackContents> stored = Collections.synchronizedList(new ArrayList<>());
  private final KnownChunks known = new KnownChunks(ChunkIndex.EMPTY);

  private ChunkPacker packer(PackWriter packs, String codec) {
    RecordCompressor compressor =
        codec.equals("none")
            ? RecordCompressor.none()
            : RecordCompressor.with(Codecs.installed().codec(codec), CompressionLevel.FAST);
    return new ChunkPacker(
        PackKind.DATA, known, keys.chunkHasher(), compressor, packs, new LongAdder());
  }

  private ChunkReader reader(BlobStore store) {
    IndexSegmentWriter segment = new IndexSegmentWriter();
    stored.forEach(segment::add);
    ChunkIndex index = new ChunkIndex.Builder().add("segment", segment.payload()).build();
    return new ChunkSource(store, keys, index, Codecs.installed(), 1 << 20, Optional::empty)
        .reader();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void aRecordThatHoldsMoreThanTheFormatAllowsIsNotTaken(String codec) {
    BlobStore store = InMemoryStore.create();
    byte[] chunk = new byte[DirectoryEntry.MAX_PLAIN_LENGTH + 1];
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM);
        PackWriter packs =
            new PackWriter(
                run,
                PackStore.in(store, Optional.empty()),
                new PackSettings(70 << 20, 1, 1, 1),
                stored::add);
        ChunkPacker packer = packer(packs, codec)) {
      packer.store(chunk, 0, chunk.length);
      packer.flush();
      packs.finish();
    }

    assertThatThrownBy(() -> reader(store))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("greater than " + DirectoryEntry.MAX_PLAIN_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4", "gzip"})
  void chunksOfAllSizesComeBackFromTheirPacks(String codec) {
    BlobStore store = InMemoryStore.create();
    Map<ChunkId, byte[]> chunks = new LinkedHashMap<>();
    Random random = new Random(7);
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM);
        PackWriter packs =
            new PackWriter(run, PackStore.in(store, Optional.empty()), SMALL, stored::add);
        ChunkPacker packer = packer(packs, codec)) {
      for (int i = 0; i < 300; i++) {
        byte[] chunk = new byte[i % 50 == 0 ? 1 << 20 : random.nextInt(200_000)];
        if (i % 2 == 0) {
          random.nextBytes(chunk);
        } else {
          chunk[chunk.length / 2] = (byte) i;
        }
        chunks.put(packer.store(chunk, 0, chunk.length), chunk);
      }
      packer.flush();
      packs.finish();
    }
    assertThat(stored).hasSizeGreaterThan(1);
    try (ChunkReader reader = reader(store)) {
      chunks.forEach((id, chunk) -> assertThat(reader.readCopy(id)).isEqualTo(chunk));
    }
  }

  @Test
  void aChunkIsStoredOnce() {
    BlobStore store = InMemoryStore.create();
    byte[] chunk = new byte[300_000];
    new Random(1).nextBytes(chunk);
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM);
        PackWriter packs =
            new PackWriter(run, PackStore.in(store, Optional.empty()), SMALL, stored::add);
        ChunkPacker packer = packer(packs, "none")) {
      ChunkId first = packer.store(chunk, 0, chunk.length);
      assertThat(packer.store(chunk, 0, chunk.length)).isEqualTo(first);
      packer.flush();
      packs.finish();
    }
    assertThat(stored).hasSize(1);
    assertThat(stored.get(0).length()).isBetween(300_000, 301_000);
  }

  @Test
  void aStoreThatIsFullEndsTheWriterForAllWhoAdd() {
    FaultyStore store = FaultyStore.around(InMemoryStore.create());
    store.inject(Fault.full(), Trigger.callsFrom(StoreOperation.CREATE, 2));
    Random random = new Random(2);
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM);
        PackWriter packs =
            new PackWriter(run, PackStore.in(store, Optional.empty()), SMALL, stored::add);
        ChunkPacker packer = packer(packs, "none")) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  byte[] chunk = new byte[1 << 20];
                  random.nextBytes(chunk);
                  packer.store(chunk, 0, chunk.length);
                }
                packs.finish();
              })
          .isInstanceOf(StoreFullException.class);
    }
    assertThat(stored).hasSize(1);
  }

  @Test
  void aChunkThatIsNotWhatItsIdSaysIsDamage() {
    BlobStore store = InMemoryStore.create();
    byte[] chunk = new byte[200_000];
    ChunkId id;
    try (WriterRun run = keys.startRun(Suite.CHACHA20_POLY1305);
        PackWriter packs =
            new PackWriter(run, PackStore.in(store, Optional.empty()), SMALL, stored::add);
        ChunkPacker packer = packer(packs, "zstd")) {
      id = packer.store(chunk, 0, chunk.length);
      packs.finish();
    }
    // Same first half, so that the index leads to the chunk, and another second half.
    ChunkId other = new ChunkId(id.word0(), id.word1(), id.word2(), id.word3() ^ 1);
    try (ChunkReader reader = reader(store)) {
      assertThat(reader.readCopy(id)).isEqualTo(chunk);
      assertThatThrownBy(() -> reader.read(other))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining(stored.get(0).name().toString());
      assertThatThrownBy(() -> reader.read(new ChunkId(1, 2, 3, 4)))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("missing");
    }
  }
}
