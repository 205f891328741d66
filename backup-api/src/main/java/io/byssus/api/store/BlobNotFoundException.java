package io.byssus.api.store;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** There is no blob with that key. */
public class BlobNotFoundException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public BlobNotFoundException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public BlobNotFoundException(String message, @Nullable Throwable cause) {
    super(ErrorCode.BLOB_NOT_FOUND, message, cause);
  }
}
