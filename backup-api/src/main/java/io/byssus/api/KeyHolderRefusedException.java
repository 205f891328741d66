package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** A holder of keys can't be added, removed or changed as asked. */
public class KeyHolderRefusedException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public KeyHolderRefusedException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public KeyHolderRefusedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.KEY_HOLDER_REFUSED, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public KeyHolderRefusedException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.KEY_HOLDER_REFUSED, message, advice, cause);
  }
}
