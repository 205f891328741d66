package io.byssus.core.internal.store;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;

/** One blob can't be read, though the store answers: it counts as damaged. */
public final class UnreadableBlobException extends DamagedRepositoryException {
  private static final long serialVersionUID = 1L;

  private final ByssusException failure;

  UnreadableBlobException(BlobKey key, ByssusException failure) {
    super(key + " can't be read: " + failure.getMessage(), failure);
    this.failure = failure;
  }

  /** Returns what the store said. */
  public ByssusException failure() {
    return failure;
  }
}
