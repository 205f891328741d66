package io.byssus.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a script with which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Write a script for bash and zsh that completes commands and options.",
    sortOptions = false,
    footer = {"", "For this shell: source <(byssus completion)"})
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine byssus = spec.parent().commandLine();
    session.out().write(AutoComplete.bash(byssus.getCommandName(), byssus));
    return 0;
  }
}
