package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** There is no repository at the location that was named. */
public class RepositoryNotFoundException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public RepositoryNotFoundException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public RepositoryNotFoundException(String message, @Nullable Throwable cause) {
    super(ErrorCode.REPOSITORY_NOT_FOUND, message, cause);
  }
}
