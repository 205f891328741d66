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
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;

/** Runs the command once, from arguments to exit code, without ending the process. */
final class Invocation {
  private static final String END_OF_OPTIONS = "--";

  /** Looked for here, because an error may come before the options are parsed; -qv is -q -v. */
  private static final Pattern VERBOSE = Pattern.compile("--verbose|-[qvl]*v[qvl]*");

  private final Surroundings surroundings;

  Invocation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Runs the command.
   *
   * @param arguments as {@link io.byssus.cli.process.RawText}
   * @return how the process should end
   */
  int run(String... arguments) {
    List<String> options = Arrays.asList(arguments);
    int end = options.indexOf(END_OF_OPTIONS);
    List<String> before = end < 0 ? options : options.subList(0, end);
    boolean json = before.contains("--json");
    boolean verbose = before.stream().anyMatch(VERBOSE.asMatchPredicate());
    try {
      int code = execute(arguments);
      surroundings.out().flush();
      surroundings.err().flush();
      return code;
    } catch (Throwable t) { // whatever ends the command is told in a line
      return fail(t, json, verbose);
    }
  }

  private int execute(String... arguments) throws Throwable {
    StringWriter help = new StringWriter();
    CommandLine commandLine =
        RootCommand.commandLine(surroundings, Arrays.asList(arguments))
            .setOut(new PrintWriter(help))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    try {
      int code = commandLine.getExecutionStrategy().execute(commandLine.parseArgs(arguments));
      surroundings.out().write(help.toString());
      return code;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReaderGone) {
        return 0; // it has seen what it wanted
      }
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private int fail(Throwable thrown, boolean json, boolean verbose) {
    Failure failure = Failure.of(thrown);
    try {
      surroundings.out().flush();
    } catch (CommandException e) {
      if (!e.equals(thrown)) {
        thrown.addSuppressed(e);
      }
    }
    tell(failure, json);
    if (verbose) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      surroundings.err().write(trace.toString());
    }
    surroundings.err().flush();
    return failure.exit().number();
  }

  private void tell(Failure failure, boolean json) {
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
