package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** No entry of a snapshot answers the request. */
public class EntryNotFoundException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what was asked for and where
   */
  public EntryNotFoundException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what was asked for and where
   * @param cause what led to it, or {@code null}
   */
  public EntryNotFoundException(String message, @Nullable Throwable cause) {
    super(ErrorCode.ENTRY_NOT_FOUND, message, cause);
  }
}
