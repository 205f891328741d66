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

  /** Somebody was given keys. */
  record HolderAdded(Holder holder) implements Change {}

  /**
   * Somebody's key file was taken away.
   *
   * @param id the name of the key file
   */
  record HolderRemoved(String id) implements Change {}
}
