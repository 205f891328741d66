package io.byssus.api.store;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A blob is under a retention lock and can't be deleted yet. */
public class BlobLockedException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public BlobLockedException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public BlobLockedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.BLOB_LOCKED, message, cause);
  }
}
