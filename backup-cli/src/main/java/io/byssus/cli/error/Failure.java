package io.byssus.cli.error;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine.ParameterException;

/**
 * A failure as it is told: by one line and the way out.
 *
 * @param code a stable name for programs: one of {@link ErrorCode}, of {@link
 *     CommandException.Kind}, {@code OUT_OF_MEMORY} or {@code INTERNAL}
 * @param message what failed
 * @param advice what to do next
 * @param retryable whether the same command may succeed later without a change
 * @param exit how the process ends
 */
public record Failure(
    String code, String message, String advice, boolean retryable, ExitCode exit) {
  private static final String MORE_MEMORY =
      "Give it more with BYSSUS_JAVA_OPTIONS=-Xmx2g (java -Xmx2g -jar byssus.jar …); the repository is whole.";

  /** Returns what to tell of a throwable that ended a command. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof ByssusException known) {
      ErrorCode code = known.code();
      return new Failure(code.name(), message(known), advice(known), known.retryable(), exit(code));
    }
    if (thrown instanceof CommandException known) {
      return error(known.kind().name(), message(known), known.advice());
    }
    if (thrown instanceof ParameterException usage) {
      String name = usage.getCommandLine().getCommandSpec().qualifiedName();
      return error(
          CommandException.Kind.USAGE.name(),
          UnknownCommand.in(usage)
              .map(UnknownCommand::message)
              .or(() -> UnmatchedWords.in(usage).map(UnmatchedWords::message))
              .orElseGet(() -> message(usage)),
          "See '" + name + " --help'.");
    }
    if (thrown instanceof OutOfMemoryError) {
      return error("OUT_OF_MEMORY", "not enough memory (" + thrown.getMessage() + ")", MORE_MEMORY);
    }
    if (thrown instanceof IOException && thrown.getCause() instanceof ByssusException cause) {
      return of(cause); // a file of a snapshot could not be read
    }
    if (thrown instanceof UncheckedIOException && thrown.getCause() instanceof IOException cause) {
      String message = thrown.getMessage();
      return message == null || message.equals(cause.toString())
          ? of(cause)
          : ofFile(message); // whoever wrapped it knows more
    }
    if (thrown instanceof IOException failure) {
      return ofFile(FileFailure.describe(failure));
    }
    return error(
        "INTERNAL",
        "internal error: " + thrown,
        "This is a defect, not your mistake, and the repository is whole: run it again with -v and"
            + " report what it prints.");
  }

  private static Failure ofFile(String message) {
    return error(
        CommandException.Kind.INPUT_OUTPUT.name(),
        message,
        "Check the file or directory that the message names.");
  }

  /**
   * Returns what to tell when a signal ends a command that had nothing to cancel.
   *
   * @param makesRecoveryKey whether it may have made a recovery key that nobody has seen
   */
  public static Failure stopped(boolean makesRecoveryKey) {
    return new Failure(
        ErrorCode.CANCELLED.name(),
        "stopped by a signal",
        makesRecoveryKey
            ? "Look with 'byssus key list'. If there is no repository yet, run it again; if there is, it"
                + " is whole, but nobody has seen its recovery key: make another with 'byssus key"
                + " add-recovery', and remove that one."
            : "Run it again; the repository is whole.",
        true,
        ExitCode.INTERRUPTED);
  }

  private static Failure error(String code, String message, String advice) {
    return new Failure(code, message, advice, false, ExitCode.ERROR);
  }

  private static String message(Throwable thrown) {
    return Objects.requireNonNullElseGet(
        thrown.getMessage(), () -> thrown.getClass().getSimpleName());
  }

  private static ExitCode exit(ErrorCode code) {
    return switch (code) {
      case REPOSITORY_NOT_FOUND, NOT_A_REPOSITORY -> ExitCode.NO_REPOSITORY;
      case WRONG_KEY -> ExitCode.WRONG_PASSPHRASE;
      case INCOMPLETE_BACKUP -> ExitCode.INCOMPLETE;
      case CANCELLED -> ExitCode.INTERRUPTED;
      default -> ExitCode.ERROR;
    };
  }

  /** The library's advice names methods; whoever uses the command wants to read of commands. */
  private static String advice(ByssusException known) {
    if (!known.advice().equals(known.code().advice())) {
      return known.advice(); // of this very failure, and for users of the command as well
    }
    return switch (known.code()) {
      case REPOSITORY_NOT_FOUND ->
          "Check the location; 'byssus init' makes a new repository there.";
      case REPOSITORY_EXISTS -> "Use it as it is, or choose another location.";
      case WRONG_KEY -> "Check BYSSUS_PASSWORD, the password file, or what you typed.";
      case DAMAGED_REPOSITORY -> "Run 'byssus check --read-data' to see what is affected.";
      case KEY_HOLDER_REFUSED -> "'byssus key list' lists them.";
      case NOT_ENOUGH_MEMORY -> MORE_MEMORY;
      case SNAPSHOT_NOT_FOUND -> "'byssus snapshots' lists them.";
      case SNAPSHOT_PINNED -> "'byssus unpin' lets it go, if it is not needed any more.";
      case INCOMPLETE_BACKUP ->
          "The snapshot is kept. Look at the entries named above, then back up again.";
      case ENTRY_NOT_FOUND -> "'byssus ls SNAPSHOT' lists what is in it.";
      case INCOMPLETE_RESTORE ->
          "The rest was restored, but for what lies below the entries named above.";
      case NO_PROVIDER ->
          "Check the spelling: this command has the store file: and the codecs zstd, lz4, gzip,"
              + " none.";
      case QUIESCE_FAILED ->
          "Look at what the command wrote, and whether the application is at work; no snapshot was"
              + " made.";
      case CANCELLED -> "Run it again: what was already done is used.";
      default -> known.advice();
    };
  }
}
