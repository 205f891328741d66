package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** No snapshot, or more than one, answers the request. */
public class SnapshotNotFoundException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public SnapshotNotFoundException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public SnapshotNotFoundException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SNAPSHOT_NOT_FOUND, message, cause);
  }
}
