package io.byssus.api.source;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A source, or a root of it, could not be read at all. */
public class SourceUnreadableException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public SourceUnreadableException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public SourceUnreadableException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SOURCE_UNREADABLE, message, cause);
  }
}
