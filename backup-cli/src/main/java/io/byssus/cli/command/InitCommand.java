package io.byssus.cli.command;

import io.byssus.api.Fraction;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a repository. */
@Command(name = "init", description = "Make a new repository.", sortOptions = false)
final class InitCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for the passphrase's holder (default: the user's name).")
  private @Nullable String label;

  @Option(
      names = "--parity",
      paramLabel = "PERCENT",
      description = "Give packs parity, by which damage is corrected: 1%% to 50%%, such as 3%%.")
  private @Nullable String parity;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = label == null ? null : Arguments.label(label);
    Fraction strength = parity == null ? new Fraction(0) : ParityArgument.parse(parity);
    try (BackupRepository repository = session.create(name, strength)) {
      if (session.json()) {
        session.print(
            new JsonObject()
                .put("id", repository.id())
                .put("location", repository.location().text()));
      } else {
        session.tell("repository " + repository.id() + " made at " + repository.location());
        session.tell("Keep the passphrase: without it, what is backed up is lost for ever.");
      }
    }
    return 0;
  }
}
