package io.byssus.cli;

import io.byssus.cli.error.ExitCode;
import io.byssus.cli.process.ForegroundWork;
import io.byssus.cli.process.ProcessEnvironment;
import io.byssus.cli.process.RawArguments;
import io.byssus.cli.process.Surroundings;
import io.byssus.cli.terminal.ConsolePrompt;
import io.byssus.cli.terminal.Destination;
import io.byssus.cli.terminal.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;

/** The {@code byssus} command: its process. */
public final class Byssus {
  /** An operation stops within a pack's upload; whoever presses the keys waits no longer. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /** A line takes no time, where somebody reads it. */
  private static final Duration TELL_LIMIT = Duration.ofSeconds(1);

  private Byssus() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments the subcommand and its arguments
   */
  public static void main(String[] arguments) {
    ForegroundWork work = new ForegroundWork();
    Surroundings surroundings =
        new Surroundings(
            System.in,
            output(FileDescriptor.out, Destination.STANDARD_OUTPUT),
            output(FileDescriptor.err, Destination.STANDARD_ERROR),
            new ProcessEnvironment(),
            new ConsolePrompt(),
            work);
    Invocation invocation = new Invocation(surroundings, RawArguments.of(arguments));
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> onSignal(work, invocation), "byssus-signal"));
    int code = invocation.run();
    work.finish();
    System.exit(code);
  }

  private static Output output(FileDescriptor descriptor, int number) {
    return new Output(new FileOutputStream(descriptor), Destination.of(number));
  }

  /** Ends the process with 130 for every signal; without this, SIGTERM would end with 143. */
  private static void onSignal(ForegroundWork work, Invocation invocation) {
    if (!work.finished()) {
      work.stop(STOP_LIMIT);
      if (!work.finished()) {
        tellStopped(invocation);
      }
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
  }

  /** Whoever reads the error stream may have stopped reading, and must not hold the process up. */
  private static void tellStopped(Invocation invocation) {
    Thread telling = new Thread(invocation::tellStopped, "byssus-stopped");
    telling.setDaemon(true);
    telling.start();
    try {
      telling.join(TELL_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
