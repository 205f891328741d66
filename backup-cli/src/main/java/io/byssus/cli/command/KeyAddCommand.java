package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.key.KeyHolders;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds a passphrase. */
@Command(
    name = "add",
    description = "Add a passphrase that opens the repository too.",
    sortOptions = false)
final class KeyAddCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for the passphrase's holder (default: the user's name).")
  private String label = System.getProperty("user.name", "unknown");

  @Option(
      names = "--write-only",
      description =
          "It may back up and nothing else: not read, not even what it stored, and not forget.")
  private boolean writeOnly;

  @Mixin private final NewPassphraseOption newPassphrase = new NewPassphraseOption();

  KeyAddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String name = Arguments.label(label);
    try (BackupRepository repository = session.open();
        Secret passphrase = newPassphrase.passphrase(session)) {
      KeyHolders keys = repository.keys();
      KeyHolder added = writeOnly ? keys.addHost(passphrase, name) : keys.add(passphrase, name);
      KeyLines.tell(session, added, "added");
    }
    return 0;
  }
}
