package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** A repository was to be created where there is one already. */
public class RepositoryExistsException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public RepositoryExistsException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public RepositoryExistsException(String message, @Nullable Throwable cause) {
    super(ErrorCode.REPOSITORY_EXISTS, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public RepositoryExistsException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.REPOSITORY_EXISTS, message, advice, cause);
  }
}
