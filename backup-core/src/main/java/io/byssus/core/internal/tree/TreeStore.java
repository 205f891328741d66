package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;

/** Where trees are stored as chunks. */
@FunctionalInterface
public interface TreeStore {
  /** Stores a tree if the repository does not have it, and returns its id. */
  ChunkId store(byte[] tree);
}
