package io.byssus.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command line for the shell, run beside the command's own work: it has no input, all that it
 * writes goes to the error stream, and no passphrase is in its environment. Safe for use by several
 * threads.
 */
public final class ShellCommand {
  /** The inner shell has the outer one's errors for its output. */
  private static final String ALL_TO_ERRORS = "exec sh -c \"$0\" >&2";

  private final String option;
  private final String line;
  private final Duration limit;

  /**
   * Creates a command line.
   *
   * @param option where the user gave it, for messages
   * @param line what {@code sh -c} is given
   * @param limit after this time it is ended
   */
  public ShellCommand(String option, String line, Duration limit) {
    this.option = option;
    this.line = line;
    this.limit = limit;
  }

  /**
   * Runs it and waits for its end; an interrupt ends it.
   *
   * @throws FailedCommandException if it can't be started, takes too long, or does not end with 0
   */
  public void run() throws FailedCommandException, InterruptedException {
    Process process = start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        Children.end(process);
        throw failure("took longer than " + limit.toSeconds() + " s and was ended");
      }
      if (process.exitValue() != 0) {
        throw failure("ended with exit code " + process.exitValue());
      }
    } finally {
      if (process.isAlive()) {
        Children.end(process);
      }
    }
  }

  private Process start() throws FailedCommandException {
    try {
      Process process =
          Children.builder(List.of("sh", "-c", ALL_TO_ERRORS, line))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw failure("can't be run: " + e.getMessage());
    }
  }

  private FailedCommandException failure(String how) {
    return new FailedCommandException(option + ": '" + line + "' " + how);
  }
}
