package io.byssus.api.store;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The store did not answer, or failed in a way that may pass. */
public class StoreUnavailableException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public StoreUnavailableException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(ErrorCode.STORE_UNAVAILABLE, message, cause);
  }
}
