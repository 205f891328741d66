package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.ReaderGone;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a new recovery key goes: to the standard output, or into a file. */
final class RecoveryKeyOption {
  @Option(
      names = "--recovery-key-to",
      paramLabel = "FILE",
      description =
          "Write the recovery key into a new file with mode 0600 rather than to the standard"
              + " output.")
  private @Nullable String file;

  boolean given() {
    return file != null;
  }

  /**
   * Makes a recovery key and hands it over, once and for all.
   *
   * @param making makes it, and returns its text
   * @param result told with the key, as JSON
   */
  void tell(Session session, JsonObject result, Supplier<Secret> making) {
    if (file == null) {
      try (Secret key = making.get()) {
        hand(session, result, key);
      }
      return;
    }
    try (RecoveryKeyFile destination = RecoveryKeyFile.create(file);
        Secret key = making.get()) {
      destination.write(key);
    }
    if (session.json()) {
      session.print(result.put("recoveryKeyFile", file));
    } else {
      session.tell("recovery key written to " + file);
    }
  }

  /** What nobody has seen is lost: it is not shown again. */
  private static void hand(Session session, JsonObject result, Secret key) {
    try {
      print(session, result, key);
      session.out().flush();
      session.out().requireReader();
    } catch (ReaderGone | CommandException e) {
      throw new CommandException(
          Kind.INPUT_OUTPUT,
          "the recovery key could not be written to the standard output",
          RecoveryKeyFile.MADE_BUT_UNSEEN);
    }
  }

  private static void print(Session session, JsonObject result, Secret key) {
    String text = key.use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    if (session.json()) {
      session.print(result.put("recoveryKey", text));
    } else {
      session.print("recovery key: " + text);
      session.tell(
          "It opens the repository like a passphrase and is not shown again. Print it and put it"
              + " away.");
    }
  }
}
