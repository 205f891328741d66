package io.byssus.core.statistics;

import io.byssus.api.DataSize;
import io.byssus.core.snapshot.Snapshot;

/**
 * What a snapshot added to those before it.
 *
 * @param snapshot the snapshot
 * @param unique the size of the chunks that no earlier one has, before compression
 * @param stored what these chunks take in packs
 */
public record SnapshotGrowth(Snapshot snapshot, DataSize unique, DataSize stored) {}
