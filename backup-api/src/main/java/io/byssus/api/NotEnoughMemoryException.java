package io.byssus.api;

import org.jspecify.annotations.Nullable;

/**
 * The Java virtual machine has too little memory for what was asked. It is thrown before memory
 * runs out, so the application goes on.
 */
public class NotEnoughMemoryException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public NotEnoughMemoryException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, with its value
   * @param cause what led to it, or {@code null}
   */
  public NotEnoughMemoryException(String message, @Nullable Throwable cause) {
    super(ErrorCode.NOT_ENOUGH_MEMORY, message, cause);
  }

  /**
   * Creates an exception with a way out of its own.
   *
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   * @param cause what led to it, or {@code null}
   */
  public NotEnoughMemoryException(String message, String advice, @Nullable Throwable cause) {
    super(ErrorCode.NOT_ENOUGH_MEMORY, message, advice, cause);
  }
}
