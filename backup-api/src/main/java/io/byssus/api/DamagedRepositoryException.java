package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** Stored data is missing or is not what was written. */
public class DamagedRepositoryException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public DamagedRepositoryException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public DamagedRepositoryException(String message, @Nullable Throwable cause) {
    super(ErrorCode.DAMAGED_REPOSITORY, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public DamagedRepositoryException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.DAMAGED_REPOSITORY, message, advice, cause);
  }
}
