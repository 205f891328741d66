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
    Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(work), "byssus-signal"));
    int code = new Invocation(surroundings).run(RawArguments.of(arguments));
    work.finish();
    System.exit(code);
  }

  private static Output output(FileDescriptor descriptor, int number) {
    return new Output(new FileOutputStream(descriptor), Destination.of(number));
  }

  /** Ends the process with 130 for every signal; without this, SIGTERM would end with 143. */
  private static void onSignal(ForegroundWork work) {
    if (!work.finished()) {
      work.stop(STOP_LIMIT);
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
  }
}
