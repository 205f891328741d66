package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds a recovery key. */
@Command(
    name = "add-recovery",
    description = "Make a further recovery key, to be printed and put away.",
    sortOptions = false)
final class KeyAddRecoveryCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for it (default: ${DEFAULT-VALUE}).",
      defaultValue = "recovery key")
  private String label = "recovery key";

  @Mixin private final RecoveryKeyOption recoveryKey = new RecoveryKeyOption();

  KeyAddRecoveryCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = Arguments.label(label);
    try (BackupRepository repository = session.open()) {
      recoveryKey.tell(session, new JsonObject(), () -> added(repository, name));
    }
    return 0;
  }

  private static Secret added(BackupRepository repository, String name) {
    return repository.keys().addRecoveryKey(name);
  }
}
