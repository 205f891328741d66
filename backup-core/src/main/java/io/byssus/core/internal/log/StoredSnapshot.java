package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as the log holds it: sealed. Its id is the SHA-256 of the container.
 *
 * @param id its id
 * @param entry the number of the entry that committed it
 * @param container its bytes
 * @param pin why it is pinned, or {@code null} if it is not
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and never changed
public record StoredSnapshot(SnapshotId id, long entry, byte[] container, @Nullable String pin) {
  /** Returns the snapshot in a container, not pinned. */
  static StoredSnapshot of(long entry, byte[] container) {
    return new StoredSnapshot(idOf(container), entry, container, null);
  }

  /** Returns the id of the snapshot in a container. */
  public static SnapshotId idOf(byte[] container) {
    return SnapshotId.of(DigestAlgorithm.SHA_256.digest(container));
  }

  /** Returns the domain that it is in. */
  public long domain() {
    return Domain.of(container);
  }

  /** Returns whether it may not be forgotten. */
  public boolean pinned() {
    return pin != null;
  }

  /** Returns the same snapshot, pinned for a reason, or not with {@code null}. */
  StoredSnapshot withPin(@Nullable String reason) {
    return new StoredSnapshot(id, entry, container, reason);
  }
}
