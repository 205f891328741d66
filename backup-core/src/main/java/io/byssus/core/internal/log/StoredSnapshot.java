package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.crypto.DigestAlgorithm;

/**
 * A snapshot as the log holds it: sealed. Its id is the SHA-256 of the container.
 *
 * @param id its id
 * @param entry the number of the entry that committed it
 * @param container its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and never changed
public record StoredSnapshot(SnapshotId id, long entry, byte[] container) {
  /** Returns the snapshot in a container. */
  static StoredSnapshot of(long entry, byte[] container) {
    return new StoredSnapshot(
        SnapshotId.of(DigestAlgorithm.SHA_256.digest(container)), entry, container);
  }
}
