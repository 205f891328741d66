package io.byssus.api;

import org.jspecify.annotations.Nullable;

/**
 * The key that the repository was opened with is a write-only host's: it backs up, and can neither
 * read what is stored nor decide about it.
 */
public class WriteOnlyKeyException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public WriteOnlyKeyException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public WriteOnlyKeyException(String message, @Nullable Throwable cause) {
    super(ErrorCode.WRITE_ONLY_KEY, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public WriteOnlyKeyException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.WRITE_ONLY_KEY, message, advice, cause);
  }
}
