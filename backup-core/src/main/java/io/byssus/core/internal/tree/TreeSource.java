package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;

/** Where trees are read from. */
@FunctionalInterface
public interface TreeSource {
  /**
   * Returns a tree's bytes, verified.
   *
   * @throws io.byssus.api.DamagedRepositoryException if they are missing or damaged
   */
  byte[] load(ChunkId id);
}
