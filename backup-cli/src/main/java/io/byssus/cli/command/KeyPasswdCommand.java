package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Replaces the passphrase that the repository was opened with. */
@Command(
    name = "passwd",
    description = "Replace the passphrase that the repository was opened with.",
    sortOptions = false)
final class KeyPasswdCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final NewPassphraseOption newPassphrase = new NewPassphraseOption();

  KeyPasswdCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.open();
        Secret passphrase = newPassphrase.passphrase(session)) {
      KeyLines.tell(session, repository.keys().changePassphrase(passphrase), "has it from now on");
    }
    return 0;
  }
}
