package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import io.byssus.api.store.BlobKey;

/** A prune took a pack or segment away while a repair relied on it: the repair is run again. */
final class RepairOvertakenException extends ByssusException {
  private static final long serialVersionUID = 1L;

  RepairOvertakenException(BlobKey gone) {
    super(
        ErrorCode.STORE_UNAVAILABLE,
        gone + " was taken away by a prune while the repair relied on it: run the repair again");
  }
}
