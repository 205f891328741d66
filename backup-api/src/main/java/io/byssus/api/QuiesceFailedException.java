package io.byssus.api;

import org.jspecify.annotations.Nullable;

/**
 * What brings an application to rest around the reading of a backup failed, or took too long. There
 * is no snapshot.
 */
public class QuiesceFailedException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public QuiesceFailedException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public QuiesceFailedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.QUIESCE_FAILED, message, cause);
  }
}
