package io.byssus.cli.process;

/** A command that the user wanted to be run did not do what it should. */
public final class FailedCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  FailedCommandException(String message) {
    super(message);
  }
}
