package io.byssus.cli.error;

import org.jspecify.annotations.Nullable;

/** The command itself, rather than the library, cannot do what was asked. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String SEE_HELP = "See 'byssus help'.";

  /** What kind of failure; the names are printed with {@code --json} and are stable. */
  public enum Kind {
    /** The arguments make no sense. */
    USAGE,
    /** The value of an argument is refused. */
    INVALID_ARGUMENT,
    /** No passphrase was given and there is nobody to ask. */
    NO_PASSPHRASE,
    /** Reading or writing something beside the repository failed. */
    INPUT_OUTPUT
  }

  private final Kind kind;
  private final String advice;

  /**
   * Creates an exception.
   *
   * @param kind the kind of failure
   * @param message what failed, with its value
   * @param advice what to do next, as a sentence
   */
  public CommandException(Kind kind, String message, String advice) {
    this(kind, message, advice, null);
  }

  private CommandException(Kind kind, String message, String advice, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.advice = advice;
  }

  /** Returns one for arguments that make no sense. */
  public static CommandException usage(String message) {
    return new CommandException(Kind.USAGE, message, SEE_HELP);
  }

  /** Returns one for an argument that the library refuses. */
  public static CommandException refused(IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return new CommandException(Kind.INVALID_ARGUMENT, message, SEE_HELP, refusal);
  }

  /** Returns the kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** Returns what to do next, as a sentence. */
  public String advice() {
    return advice;
  }
}
