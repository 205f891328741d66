package io.byssus.core.find;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.List;
import java.util.Objects;

/** A version of an entry that was found, and the snapshots that hold this version. Immutable. */
public final class FindHit {
  private final SnapshotEntry entry;
  private final List<Snapshot> snapshots;

  /**
   * Creates a hit.
   *
   * @param entry what was found
   * @param snapshots where, oldest first; at least one
   */
  public FindHit(SnapshotEntry entry, List<Snapshot> snapshots) {
    this.entry = Objects.requireNonNull(entry, "entry");
    this.snapshots = List.copyOf(snapshots);
  }

  /**
   * Returns the entry. Change time, inode and number of links are those of the first snapshot:
   * others may differ in them.
   */
  public SnapshotEntry entry() {
    return entry;
  }

  /** Returns the snapshots that hold it like this, in the order in which they were asked. */
  public List<Snapshot> snapshots() {
    return snapshots;
  }

  @Override
  public String toString() {
    return entry + " in " + snapshots.size() + " snapshots";
  }
}
