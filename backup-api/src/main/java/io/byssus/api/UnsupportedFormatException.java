package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** The repository uses a format, a cipher suite or a codec that this version does not know. */
public class UnsupportedFormatException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public UnsupportedFormatException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public UnsupportedFormatException(String message, @Nullable Throwable cause) {
    super(ErrorCode.UNSUPPORTED_FORMAT, message, cause);
  }

  /**
   * Creates an exception with an advice of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do about this very failure
   * @param cause what led to it, or {@code null}
   */
  public UnsupportedFormatException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.UNSUPPORTED_FORMAT, message, advice, cause);
  }
}
