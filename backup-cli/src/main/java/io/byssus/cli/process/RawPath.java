package io.byssus.cli.process;

import io.byssus.cli.error.CommandException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Makes a path of an argument, with the argument's very bytes in any locale: {@code Path.of(URI)}
 * takes bytes, {@code Path.of(String)} encodes by the locale.
 */
public final class RawPath {
  /** What a URI never encodes (RFC 3986, section 2.3). */
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private static final char UNDECODABLE = '\ufffd';

  private RawPath() {}

  /**
   * Returns the absolute path that an argument names, not normalised.
   *
   * @param argument a path as {@link RawText}, absolute or relative to the working directory
   * @throws CommandException if it is empty, or no path may be so
   */
  public static Path of(String argument) {
    if (argument.isEmpty()) {
      // an unset variable of a script must not become the working directory
      throw CommandException.usage("a path is not empty");
    }
    try {
      return absolute(argument);
    } catch (IllegalArgumentException e) { // a zero byte, from a list
      throw CommandException.refused(e);
    }
  }

  private static Path absolute(String argument) {
    if (RawText.isAscii(argument) || File.separatorChar != '/') {
      return workingDirectory().resolve(Path.of(argument));
    }
    String encoded = percentEncode(RawText.encode(argument));
    if (argument.startsWith("/")) {
      return Path.of(URI.create("file://" + encoded));
    }
    String base = workingDirectory().toUri().getRawPath();
    return Path.of(URI.create("file://" + base + (base.endsWith("/") ? "" : "/") + encoded));
  }

  /** Returns the directory that relative paths begin in, with its very bytes. */
  public static Path workingDirectory() {
    Path decoded = Path.of("").toAbsolutePath();
    String name = System.getProperty("user.dir", "");
    if (name.indexOf(UNDECODABLE) < 0 && decoded.toString().indexOf(UNDECODABLE) < 0) {
      return decoded;
    }
    try {
      return Path.of("/proc/self/cwd").toRealPath();
    } catch (IOException e) {
      return decoded;
    }
  }

  /** Encodes all but what may stand in a URI's path, and writes runs of slashes as one. */
  private static String percentEncode(byte[] path) {
    StringBuilder text = new StringBuilder(path.length * 3);
    byte previous = 0;
    for (byte b : path) {
      if (b == '/') {
        text.append(previous == '/' ? "" : "/");
      } else if (UNRESERVED.indexOf(b & 0xff) >= 0) {
        text.append((char) b);
      } else {
        text.append(String.format("%%%02X", b));
      }
      previous = b;
    }
    return text.toString();
  }
}
