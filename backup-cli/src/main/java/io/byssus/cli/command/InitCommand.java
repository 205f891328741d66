package io.byssus.cli.command;

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

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = label == null ? null : Arguments.label(label);
    try (BackupRepository repository = session.create(name)) {
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
