package io.byssus.cli.error;

/** The command itself, rather than the library, cannot do what was asked. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure; the names are printed with {@code --json} and are stable. */
  public enum Kind {
    /** The arguments make no sense. */
    USAGE,
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
    super(message);
    this.kind = kind;
    this.advice = advice;
  }

  /** Returns one for arguments that make no sense. */
  public static CommandException usage(String message) {
    return new CommandException(Kind.USAGE, message, "See 'byssus help'.");
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
