package io.byssus.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains the command. Picocli's own one has options of its own that clash with the global. */
@Command(name = "help", description = "Explain a command.", sortOptions = false)
final class HelpCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as backup, or key add.")
  private final List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  HelpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine explained = spec.parent().commandLine();
    for (String word : words) {
      CommandLine next = explained.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            explained, "there is no command '" + String.join(" ", words) + "'");
      }
      explained = next;
    }
    session.out().write(explained.getUsageMessage(CommandLine.Help.Ansi.OFF));
    return 0;
  }
}
