package io.byssus.api.store;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The store refused access. */
public class StoreAccessDeniedException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public StoreAccessDeniedException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.STORE_ACCESS_DENIED, message, cause);
  }
}
