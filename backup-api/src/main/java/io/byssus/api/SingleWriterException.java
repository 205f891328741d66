package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** The store takes only one writer, and nothing can be deleted there. */
public class SingleWriterException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public SingleWriterException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public SingleWriterException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SINGLE_WRITER, message, cause);
  }
}
