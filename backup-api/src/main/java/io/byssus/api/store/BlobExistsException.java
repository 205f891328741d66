package io.byssus.api.store;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A blob with that key is in the store already; blobs are written once. */
public class BlobExistsException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public BlobExistsException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public BlobExistsException(String message, @Nullable Throwable cause) {
    super(ErrorCode.BLOB_EXISTS, message, cause);
  }
}
