package io.byssus.core.internal.pack;

import io.byssus.api.store.BlobStore;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.RepositoryKeys;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What all readers of chunks share: the index, the keys and what was read last. */
public final class ChunkSource {
  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Codecs codecs;
  private final Openers openers;
  private final RecordCache cache;
  private final Supplier<Optional<ChunkIndex>> renewal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<PackName> lost = new HashSet<>();
  private volatile ChunkIndex index;

  /**
   * Creates a source.
   *
   * @param store where the packs are
   * @param keys open them
   * @param index where each chunk is
   * @param codecs decompress them
   * @param cacheBytes how much plaintext to keep
   * @param renewal is asked for a newer index when a pack is missing; there is none if the log has
   *     said nothing new since it was asked last; throws if there is no point in reading on
   */
  public ChunkSource(
      BlobStore store,
      RepositoryKeys keys,
      ChunkIndex index,
      Codecs codecs,
      long cacheBytes,
      Supplier<Optional<ChunkIndex>> renewal) {
    this.store = store;
    this.keys = keys;
    this.index = index;
    this.codecs = codecs;
    this.openers = new Openers(store, keys);
    this.renewal = renewal;
    this.cache = new RecordCache(cacheBytes);
  }

  /** Returns where each chunk is. */
  public ChunkIndex index() {
    return index;
  }

  /**
   * Returns a newer index than one that lists a pack which is missing: whoever took it away has
   * said so before. Nothing, if nobody has, so that the pack is lost.
   */
  Optional<ChunkIndex> newerThan(ChunkIndex seen, PackName missing) {
    lock.lock();
    try {
      if (index == seen && !lost.contains(missing)) {
        Optional<ChunkIndex> newer = renewal.get();
        if (newer.isEmpty()) {
          lost.add(missing);
        } else {
          index = newer.get();
        }
      }
      return index == seen ? Optional.empty() : Optional.of(index);
    } finally {
      lock.unlock();
    }
  }

  /** Returns a reader for one thread. */
  public ChunkReader reader() {
    return new ChunkReader(
        store, this, openers, cache, new RecordDecoder(codecs), keys.chunkHasher());
  }
}
