package io.byssus.core.internal.pack;

import io.byssus.api.store.BlobStore;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.crypto.RepositoryKeys;

/** What all readers of chunks share: the index, the keys and what was read last. */
public final class ChunkSource {
  private final BlobStore store;
  private final RepositoryKeys keys;
  private final ChunkIndex index;
  private final Codecs codecs;
  private final Openers openers;
  private final RecordCache cache;

  /**
   * Creates a source.
   *
   * @param store where the packs are
   * @param keys open them
   * @param index where each chunk is
   * @param codecs decompress them
   * @param cacheBytes how much plaintext to keep
   */
  public ChunkSource(
      BlobStore store, RepositoryKeys keys, ChunkIndex index, Codecs codecs, long cacheBytes) {
    this.store = store;
    this.keys = keys;
    this.index = index;
    this.codecs = codecs;
    this.openers = new Openers(store, keys);
    this.cache = new RecordCache(cacheBytes);
  }

  /** Returns where each chunk is. */
  public ChunkIndex index() {
    return index;
  }

  /** Returns a reader for one thread. */
  public ChunkReader reader() {
    return new ChunkReader(
        store, index, openers, cache, new RecordDecoder(codecs), keys.chunkHasher());
  }
}
