package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import java.util.List;

/** What an entry of the log changes. */
public sealed interface Change {
  /** Returns whether only the root key may make it, because it is about who holds keys. */
  default boolean wantsRootKey() {
    return this instanceof HolderAdded || this instanceof HolderRemoved;
  }

  /**
   * Packs were stored; their index segments count from here on.
   *
   * @param run the run that stored them: 32 hexadecimal digits
   * @param segments names of index segments: 64 hexadecimal digits each
   */
  record Add(String run, List<String> segments) implements Change {
    /** Copies the list. */
    public Add {
      segments = List.copyOf(segments);
    }
  }

  /**
   * A snapshot was stored, with the last of its packs.
   *
   * @param run the run that stored it
   * @param segments names of index segments
   * @param snapshot the snapshot's container
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Commit(String run, List<String> segments, byte[] snapshot) implements Change {
    /** Copies the list. */
    public Commit {
      segments = List.copyOf(segments);
    }

    /** Returns the id of the snapshot. */
    public SnapshotId snapshotId() {
      return StoredSnapshot.of(0, snapshot).id();
    }
  }

  /**
   * Snapshots are there no more; what is pinned stays.
   *
   * @param snapshots 1 to {@value #MOST} of them
   */
  record Forget(List<SnapshotId> snapshots) implements Change {
    /** Keeps an entry at 34 KB: entries are never deleted, and everybody reads them. */
    public static final int MOST = 1_000;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are none or too many
     */
    public Forget {
      snapshots = List.copyOf(snapshots);
      if (snapshots.isEmpty() || snapshots.size() > MOST) {
        throw new IllegalArgumentException(
            "an entry forgets 1 to " + MOST + " snapshots, not " + snapshots.size());
      }
    }
  }

  /**
   * A snapshot is not forgotten until it is unpinned.
   *
   * @param snapshot which one; without effect if it is not there
   * @param reason for people
   */
  record Pin(SnapshotId snapshot, String reason) implements Change {}

  /**
   * A snapshot may be forgotten again.
   *
   * @param snapshot which one; without effect if it is not there or not pinned
   */
  record Unpin(SnapshotId snapshot) implements Change {}

  /** Somebody was given keys. */
  record HolderAdded(Holder holder) implements Change {}

  /**
   * Somebody's key file was taken away.
   *
   * @param id the name of the key file
   */
  record HolderRemoved(String id) implements Change {}
}
