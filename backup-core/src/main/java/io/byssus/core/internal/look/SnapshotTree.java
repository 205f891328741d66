package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.core.snapshot.Snapshot;

/**
 * A snapshot and the tree of its top directory.
 *
 * @param snapshot what is known of it
 * @param tree the id of the tree
 */
public record SnapshotTree(Snapshot snapshot, ChunkId tree) {}
