package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** A snapshot is pinned, and can't be forgotten. */
public class SnapshotPinnedException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public SnapshotPinnedException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public SnapshotPinnedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SNAPSHOT_PINNED, message, cause);
  }
}
