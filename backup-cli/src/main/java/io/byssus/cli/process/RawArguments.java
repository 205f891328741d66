package io.byssus.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of the process as their bytes.
 *
 * <p>Java decodes arguments by the locale and loses what the locale cannot carry: under {@code
 * LANG=C} every non-ASCII letter. The kernel keeps the bytes in {@code /proc/self/cmdline}.
 */
public final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /**
   * Returns the arguments as {@link RawText}; as they are where the kernel does not tell.
   *
   * @param decoded what {@code main} was called with
   */
  public static String[] of(String[] decoded) {
    if (Arrays.stream(decoded).allMatch(RawText::isAscii)) {
      return decoded;
    }
    try {
      return of(decoded, Files.readAllBytes(COMMAND_LINE));
    } catch (IOException e) {
      return decoded;
    }
  }

  static String[] of(String[] decoded, byte[] commandLine) {
    List<String> all = split(commandLine);
    if (all.size() < decoded.length) {
      return decoded;
    }
    String[] raw = all.subList(all.size() - decoded.length, all.size()).toArray(new String[0]);
    for (int i = 0; i < raw.length; i++) {
      // what every locale carries must agree, else these are not the arguments
      if (RawText.isAscii(decoded[i]) && !decoded[i].equals(raw[i])) {
        return decoded;
      }
    }
    return raw;
  }

  private static List<String> split(byte[] commandLine) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        parts.add(RawText.decode(Arrays.copyOfRange(commandLine, start, i)));
        start = i + 1;
      }
    }
    return parts;
  }
}
