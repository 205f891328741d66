package io.byssus.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who can open the repository; only makes sense with a subcommand. */
@Command(
    name = "key",
    description = "List, add and remove passphrases.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine(Session session) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new KeyListCommand(session))
        .addSubcommand(new KeyAddCommand(session))
        .addSubcommand(new KeyAddRecoveryCommand(session))
        .addSubcommand(new KeyRemoveCommand(session))
        .addSubcommand(new KeyRotateCommand(session))
        .addSubcommand(new KeyPasswdCommand(session));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
