package io.byssus.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Byssus throws on purpose.
 *
 * <p>The message names the thing that failed and its value; {@link #code()} says what kind of
 * failure it is, {@link #retryable()} whether trying again can help, and {@link #advice()} what to
 * do next. No message holds a secret.
 */
public class ByssusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String advice;

  /**
   * Creates an exception without a cause.
   *
   * @param code the kind of failure
   * @param message what failed, with its value
   */
  public ByssusException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * Creates an exception.
   *
   * @param code the kind of failure
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public ByssusException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param code the kind of failure
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence that helps users of the command as well as those
   *     of the library; {@code null} for the advice of the code
   * @param cause what led to it, or {@code null}
   */
  public ByssusException(
      ErrorCode code, String message, @Nullable String advice, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.advice = advice;
  }

  /** Returns the kind of failure. */
  public final ErrorCode code() {
    return code;
  }

  /** Returns whether the same call may succeed later without anybody changing anything. */
  public boolean retryable() {
    return code.retryable();
  }

  /** Returns what an operator should do next, as a sentence. */
  public String advice() {
    return advice == null ? code.advice() : advice;
  }
}
