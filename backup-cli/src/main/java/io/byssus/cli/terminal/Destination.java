package io.byssus.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a stream of the process leads to. */
public enum Destination {
  /** A person reads it as it comes. */
  TERMINAL,
  /** Another process reads it, and may stop reading when it has seen enough. */
  PIPE,
  /** It is kept: a failure to write it is a failure. */
  FILE;

  /** The number of the standard output. */
  public static final int STANDARD_OUTPUT = 1;

  /** The number of the standard error. */
  public static final int STANDARD_ERROR = 2;

  /**
   * Finds out where a file descriptor of this process leads. Java itself only tells whether input
   * and output are both a terminal, which says nothing of the error stream; {@code /proc} does.
   * Where there is none, a stream counts as a pipe.
   *
   * @param descriptor its number
   */
  public static Destination of(int descriptor) {
    try {
      return ofLink(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return PIPE;
    }
  }

  static Destination ofLink(String target) {
    if (target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.startsWith("/dev/console")) {
      return TERMINAL;
    }
    return target.startsWith("pipe:") || target.startsWith("socket:") ? PIPE : FILE;
  }
}
