package io.byssus.api.target;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The target of a restore could not be written. */
public class TargetUnwritableException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public TargetUnwritableException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public TargetUnwritableException(String message, @Nullable Throwable cause) {
    super(ErrorCode.TARGET_UNWRITABLE, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public TargetUnwritableException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.TARGET_UNWRITABLE, message, advice, cause);
  }
}
