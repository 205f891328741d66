package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** No key that was offered opens the repository. */
public class WrongKeyException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public WrongKeyException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public WrongKeyException(String message, @Nullable Throwable cause) {
    super(ErrorCode.WRONG_KEY, message, cause);
  }
}
