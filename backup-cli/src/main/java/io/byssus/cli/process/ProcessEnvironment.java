package io.byssus.cli.process;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The environment that the process was started with. Java decodes values by the locale: two
 * passphrases of non-ASCII letters would be one and the same under {@code LANG=C}. So values that
 * are not plain ASCII are taken from {@code /proc/self/environ}, where there is one.
 */
public final class ProcessEnvironment implements Environment {
  private static final char UNDECODABLE = '\ufffd';
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  @Override
  public Optional<byte[]> variable(String name) {
    String decoded = System.getenv(name);
    if (decoded == null) {
      return Optional.empty();
    }
    return RawText.isAscii(decoded)
        ? Optional.of(decoded.getBytes(StandardCharsets.UTF_8))
        : Optional.of(raw(name).orElseGet(() -> trusted(name, decoded)));
  }

  private static Optional<byte[]> raw(String name) {
    try {
      return find(name, Files.readAllBytes(ENVIRONMENT));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] trusted(String name, String decoded) {
    if (decoded.indexOf(UNDECODABLE) >= 0) {
      throw new CommandException(
          Kind.INPUT_OUTPUT,
          "this locale cannot carry the value of " + name,
          "Use a UTF-8 locale, or an option instead of the variable.");
    }
    return decoded.getBytes(StandardCharsets.UTF_8);
  }

  static Optional<byte[]> find(String name, byte[] environment) {
    byte[] prefix = (name + "=").getBytes(StandardCharsets.UTF_8);
    int start = 0;
    for (int i = 0; i <= environment.length; i++) {
      if (i == environment.length || environment[i] == 0) {
        int value = start + prefix.length;
        if (value <= i && Arrays.equals(environment, start, value, prefix, 0, prefix.length)) {
          return Optional.of(Arrays.copyOfRange(environment, value, i));
        }
        start = i + 1;
      }
    }
    return Optional.empty();
  }
}
