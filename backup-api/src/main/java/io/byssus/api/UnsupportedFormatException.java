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
}
