package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import io.byssus.cli.error.FileFailure;
import io.byssus.cli.process.Environment;
import io.byssus.cli.process.RawPath;
import io.byssus.cli.terminal.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds passphrases: in a file, in the environment, or by asking, in this order. Never in an
 * argument, which every user of the machine can read.
 *
 * <p>A file's first line and a variable's value are taken as bytes; what is typed, as UTF-8.
 */
final class Passphrases {
  /** Far more than anybody types, far less than a file that was named by mistake. */
  private static final int MAX_BYTES = 1 << 16;

  private final Environment environment;
  private final Prompt prompt;

  Passphrases(Environment environment, Prompt prompt) {
    this.environment = environment;
    this.prompt = prompt;
  }

  /** Returns the passphrase that opens a repository. */
  Secret existing(@Nullable String file) {
    return given(file, Environment.PASSPHRASE)
        .orElseGet(
            () ->
                ask("Passphrase: ")
                    .orElseThrow(() -> nobodyToAsk("--password-file", Environment.PASSPHRASE)));
  }

  /** Returns the passphrase of a repository that is being made. */
  Secret initial(@Nullable String file) {
    return given(file, Environment.PASSPHRASE)
        .orElseGet(
            () ->
                chosen().orElseThrow(() -> nobodyToAsk("--password-file", Environment.PASSPHRASE)));
  }

  /** Returns a further or other passphrase of a repository. */
  Secret replacement(@Nullable String file) {
    return given(file, Environment.NEW_PASSPHRASE)
        .orElseGet(
            () ->
                chosen()
                    .orElseThrow(
                        () -> nobodyToAsk("--new-password-file", Environment.NEW_PASSPHRASE)));
  }

  private Optional<Secret> given(@Nullable String file, String variable) {
    if (file != null) {
      return Optional.of(secret(firstLine(file), "the first line of the file " + file));
    }
    return environment.variable(variable).map(value -> secret(value, variable));
  }

  private static Secret secret(byte[] bytes, String where) {
    try {
      if (bytes.length == 0) {
        throw new CommandException(
            Kind.NO_PASSPHRASE, where + " is empty", "A passphrase has at least one character.");
      }
      return Secret.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] firstLine(String file) {
    byte[] start;
    try (InputStream in = Files.newInputStream(RawPath.of(file))) {
      start = in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new CommandException(
          Kind.NO_PASSPHRASE,
          "the password file " + file + " cannot be read: " + FileFailure.reason(e),
          "Check its name and permissions.");
    }
    int end = 0;
    while (end < start.length && start[end] != '\n') {
      end++;
    }
    if (end > 0 && end < start.length && start[end - 1] == '\r') {
      end--;
    }
    byte[] line = Arrays.copyOf(start, end);
    Arrays.fill(start, (byte) 0);
    return line;
  }

  private Optional<Secret> chosen() {
    return ask("New passphrase: ")
        .map(
            first -> {
              try (Secret second =
                  ask("The same again: ").orElseThrow(() -> typed("nothing was typed again"))) {
                if (!first.use(a -> second.use(b -> Arrays.equals(a, b)))) {
                  first.close();
                  throw typed("the two passphrases differ");
                }
                return first;
              }
            });
  }

  private Optional<Secret> ask(String question) {
    return prompt
        .ask(question)
        .map(
            typed -> {
              try {
                if (typed.length == 0) {
                  throw typed("the passphrase is empty");
                }
                return Secret.ofPassphrase(typed);
              } finally {
                Arrays.fill(typed, '\0');
              }
            });
  }

  private static CommandException typed(String message) {
    return new CommandException(Kind.NO_PASSPHRASE, message, "Run it again.");
  }

  private static CommandException nobodyToAsk(String option, String variable) {
    return new CommandException(
        Kind.NO_PASSPHRASE,
        "no passphrase was given, and there is no terminal to ask on",
        "Give " + option + " FILE or set " + variable + ".");
  }
}
