package io.byssus.cli;

import io.byssus.cli.command.RootCommand;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.Failure;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.process.Surroundings;
import io.byssus.cli.terminal.Output;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.cli.terminal.ReaderGone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Runs the command once, from arguments to exit code, without ending the process. */
final class Invocation {
  private static final String END_OF_OPTIONS = "--";

  /** Looked for here, because an error may come before the options are parsed; -qv is -q -v. */
  private static final Pattern VERBOSE = Pattern.compile("--verbose|-[qvl]*v[qvl]*");

  private final Surroundings surroundings;
  private final List<String> arguments;
  private final boolean json;
  private final boolean verbose;

  /** What was asked for, once that is known: a signal comes on another thread. */
  private volatile String command = "";

  /**
   * Creates a call.
   *
   * @param arguments as {@link io.byssus.cli.process.RawText}
   */
  Invocation(Surroundings surroundings, String... arguments) {
    this.surroundings = surroundings;
    this.arguments = List.of(arguments);
    int end = this.arguments.indexOf(END_OF_OPTIONS);
    List<String> options = end < 0 ? this.arguments : this.arguments.subList(0, end);
    this.json = options.contains("--json");
    this.verbose = options.stream().anyMatch(VERBOSE.asMatchPredicate());
  }

  /**
   * Runs the command.
   *
   * @return how the process should end
   */
  int run() {
    try {
      int code = execute();
      surroundings.out().flush();
      surroundings.err().flush();
      return code;
    } catch (Throwable t) { // whatever ends the command is told in a line
      return fail(t);
    }
  }

  private int execute() throws Throwable {
    StringWriter help = new StringWriter();
    CommandLine commandLine =
        RootCommand.commandLine(surroundings, arguments)
            .setOut(new PrintWriter(help))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    try {
      ParseResult parsed = commandLine.parseArgs(arguments.toArray(String[]::new));
      List<CommandLine> called = parsed.asCommandLineList();
      command = called.get(called.size() - 1).getCommandSpec().qualifiedName();
      int code = commandLine.getExecutionStrategy().execute(parsed);
      surroundings.out().write(help.toString());
      return code;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReaderGone) {
        return 0; // it has seen what it wanted
      }
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private int fail(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    try {
      surroundings.out().flush();
    } catch (CommandException e) {
      if (!e.equals(thrown)) {
        thrown.addSuppressed(e);
      }
    }
    tell(failure);
    if (verbose) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      surroundings.err().write(trace.toString());
    }
    surroundings.err().flush();
    return failure.exit().number();
  }

  /** Tells that a signal ended the command before it could tell anything. */
  void tellStopped() {
    boolean makesRecoveryKey =
        command.endsWith(" add-recovery")
            || (command.endsWith(" init") && !arguments.contains("--no-recovery-key"));
    tell(Failure.stopped(makesRecoveryKey));
    surroundings.err().flush();
  }

  private void tell(Failure failure) {
    Output err = surroundings.err();
    if (json) {
      JsonObject error =
          new JsonObject()
              .put("code", failure.code())
              .put("message", failure.message())
              .put("advice", failure.advice())
              .put("retryable", failure.retryable());
      err.line(new JsonObject().put("error", error).toString());
    } else {
      err.line("byssus: " + PrintableText.of(failure.message()));
      err.line("        " + PrintableText.of(failure.advice()));
    }
  }
}
