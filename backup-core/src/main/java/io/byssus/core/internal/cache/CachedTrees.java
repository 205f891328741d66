package io.byssus.core.internal.cache;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeSource;

/** The trees that a backup left in a cache. Used by one thread. */
public final class CachedTrees implements TreeSource, AutoCloseable {
  private final ChunkId root;
  private final ChunkReader reader;

  CachedTrees(ChunkId root, ChunkReader reader) {
    this.root = root;
    this.reader = reader;
  }

  /** Returns the tree of the top directory. */
  public ChunkId root() {
    return root;
  }

  /** Returns a tree's bytes; a cache that can't be read is as good as a damaged one. */
  @Override
  public byte[] load(ChunkId id) {
    try {
      return reader.readCopy(id);
    } catch (DamagedRepositoryException e) {
      throw e;
    } catch (ByssusException e) {
      throw new DamagedRepositoryException("the cache can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
