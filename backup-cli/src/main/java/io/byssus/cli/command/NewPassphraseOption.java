package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a further or other passphrase comes from. */
final class NewPassphraseOption {
  @Option(
      names = "--new-password-file",
      paramLabel = "FILE",
      description =
          "Take the new passphrase from the first line of a file (default: BYSSUS_NEW_PASSWORD,"
              + " then ask).")
  private @Nullable String file;

  Secret passphrase(Session session) {
    return session.passphrases().replacement(file);
  }
}
