package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** The operation was cancelled, or its caller was interrupted. */
public class OperationCancelledException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public OperationCancelledException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public OperationCancelledException(String message, @Nullable Throwable cause) {
    super(ErrorCode.CANCELLED, message, cause);
  }
}
