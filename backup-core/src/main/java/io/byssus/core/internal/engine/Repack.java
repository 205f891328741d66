package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.backup.Compression;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pack.MissingCodecException;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordCompressor;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.core.internal.store.MeteredStore;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.WriterRun;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stores chunks again in new packs, so that the old ones are not needed any more: a run like a
 * backup's, without a snapshot. There is no moment without a copy.
 */
final class Repack {
  private final OpenRepository repository;
  private final RepositoryKeys keys;
  private final Watch watch;
  private final MeteredStore store;

  /**
   * Prepares to store chunks again.
   *
   * @param domain in which they are
   */
  Repack(OpenRepository repository, long domain, Watch watch) {
    this.repository = repository;
    this.keys = repository.keys(domain);
    this.watch = watch;
    this.store = new MeteredStore(repository.store());
  }

  /**
   * Stores chunks again. One that can't be read, or not here, is left where it is, with a warning.
   *
   * @param index where they are
   * @param positions which ones, in the order in which they lie there
   * @param parity how much the new packs get
   * @return how many bytes were stored
   */
  long run(ChunkIndex index, int[] positions, Optional<ParityStrength> parity) {
    watch.meter().expect(0, lengths(index, positions));
    watch.meter().totalsFinal();
    try (WriterRun run = keys.startRun(repository.configuration().suite())) {
      RunIndex segments =
          new RunIndex(
              new RunLog(repository.log().through(store), run.name(), repository.state()),
              store,
              keys,
              repository.configuration().suite(),
              repository.settings().addBytes());
      PackSettings settings = PackSettings.forHeap(1, Runtime.getRuntime().maxMemory());
      KnownChunks none = new KnownChunks(ChunkIndex.EMPTY);
      try (PackWriter packs = new PackWriter(run, PackStore.in(store, parity), settings, segments);
          ChunkPacker data = packer(PackKind.DATA, none, packs);
          ChunkPacker trees = packer(PackKind.TREE, none, packs);
          ChunkReader reader = repository.chunks(index.in(keys.domain())).reader()) {
        for (int position : positions) {
          watch.check();
          ChunkPacker packer = index.location(position).kind() == PackKind.TREE ? trees : data;
          store(index, position, reader, packer);
          watch.meter().done(0, index.lengthOf(position));
        }
        data.flush();
        trees.flush();
        packs.finish();
      }
      segments.add();
    }
    return store.bytesCreated();
  }

  private static long lengths(ChunkIndex index, int[] positions) {
    return Arrays.stream(positions).mapToLong(index::lengthOf).sum();
  }

  private void store(ChunkIndex index, int position, ChunkReader reader, ChunkPacker packer) {
    ByteBuffer chunk;
    try {
      chunk = reader.readAt(index, position);
    } catch (DamagedRepositoryException | MissingCodecException e) {
      repository.warn(
          e.getMessage() + "; it stays where it is, and a check tells what is affected");
      return;
    }
    packer.store(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
  }

  private ChunkPacker packer(PackKind kind, KnownChunks known, PackWriter packs) {
    Compression compression = Compression.DEFAULT;
    return new ChunkPacker(
        kind,
        known,
        keys.chunkHasher(),
        RecordCompressor.with(repository.codecs().codec(compression.codec()), compression.level()),
        packs,
        new LongAdder());
  }
}
