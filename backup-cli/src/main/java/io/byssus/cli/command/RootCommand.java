package io.byssus.cli.command;

import io.byssus.cli.process.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code byssus} itself, which only makes sense with a subcommand. */
@Command(
    name = "byssus",
    sortOptions = false,
    description = "Encrypted, deduplicated backups.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 error, 3 some source data could not be read,",
      "10 no repository, 12 wrong passphrase, 130 interrupted."
    })
public final class RootCommand implements Runnable {
  /** Where one of these stands, all subcommands are spoken of. */
  private static final Set<String> ALL_WORDS = Set.of("help", "-h", "--help", "completion");

  @Mixin private final GlobalOptions options = new GlobalOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private RootCommand() {}

  /**
   * Returns the command line for some arguments. Only the subcommands that are named in them are
   * built, because reading the annotations of all takes longer than most commands run; without any,
   * and to explain them, all are.
   *
   * @param surroundings what the subcommands read from and write to
   * @param arguments what will be parsed
   */
  public static CommandLine commandLine(Surroundings surroundings, List<String> arguments) {
    RootCommand root = new RootCommand();
    CommandLine commandLine = new CommandLine(root);
    Session session = new Session(surroundings, root.options);
    Map<String, Supplier<Object>> all = subcommands(session);
    boolean some =
        arguments.stream().anyMatch(all::containsKey)
            && arguments.stream().noneMatch(ALL_WORDS::contains);
    all.forEach(
        (name, subcommand) -> {
          if (!some || arguments.contains(name)) {
            commandLine.addSubcommand(subcommand.get());
          }
        });
    CommandLine.IExecutionStrategy last = new CommandLine.RunLast();
    return commandLine
        .setExecutionStrategy(
            parsed -> {
              try {
                return last.execute(parsed);
              } finally {
                session.warn();
              }
            })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false); // a path may start with an @
  }

  private static Map<String, Supplier<Object>> subcommands(Session session) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("init", () -> new InitCommand(session));
    all.put("backup", () -> new BackupCommand(session));
    all.put("snapshots", () -> new SnapshotsCommand(session));
    all.put("ls", () -> new LsCommand(session));
    all.put("find", () -> new FindCommand(session));
    all.put("diff", () -> new DiffCommand(session));
    all.put("dump", () -> new DumpCommand(session));
    all.put("stats", () -> new StatsCommand(session));
    all.put("restore", () -> new RestoreCommand(session));
    all.put("forget", () -> new ForgetCommand(session));
    all.put("pin", () -> new PinCommand(session));
    all.put("unpin", () -> new UnpinCommand(session));
    all.put("prune", () -> new PruneCommand(session));
    all.put("check", () -> new CheckCommand(session));
    all.put("repair", () -> new RepairCommand(session));
    all.put("parity", () -> new ParityCommand(session));
    all.put("key", () -> KeyCommand.commandLine(session));
    all.put("completion", () -> new CompletionCommand(session));
    all.put("version", () -> new VersionCommand(session));
    all.put("help", () -> new HelpCommand(session));
    return all;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
