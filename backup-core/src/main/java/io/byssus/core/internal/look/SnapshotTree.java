package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;

/**
 * A snapshot and the tree of its top directory.
 *
 * @param snapshot what is known of it
 * @param tree the id of the tree
 * @param trees reads directories of its domain
 * @param index where its chunks are, as it is looked at from its domain
 */
public record SnapshotTree(Snapshot snapshot, ChunkId tree, TreeReader trees, ChunkIndex index) {}
