package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** The location holds something, but not a Byssus repository. */
public class NotARepositoryException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public NotARepositoryException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public NotARepositoryException(String message, @Nullable Throwable cause) {
    super(ErrorCode.NOT_A_REPOSITORY, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public NotARepositoryException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.NOT_A_REPOSITORY, message, advice, cause);
  }
}
