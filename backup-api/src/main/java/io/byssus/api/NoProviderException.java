package io.byssus.api;

import org.jspecify.annotations.Nullable;

/** No plugin, or more than one, serves what was asked for. */
public class NoProviderException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public NoProviderException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public NoProviderException(String message, @Nullable Throwable cause) {
    super(ErrorCode.NO_PROVIDER, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public NoProviderException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.NO_PROVIDER, message, advice, cause);
  }
}
