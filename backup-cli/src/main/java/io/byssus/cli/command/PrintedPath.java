package io.byssus.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;

/** Takes back how the library prints a path: {@code \xNN} for a byte, a doubled backslash. */
final class PrintedPath {
  private PrintedPath() {}

  /** Returns the bytes of a printed path; where a backslash separates names, nothing is escaped. */
  static byte[] bytes(String printed) {
    if (File.separatorChar != '/') {
      return printed.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(printed.length() + 16);
    int at = 0;
    while (at < printed.length()) {
      int escape = printed.indexOf('\\', at);
      int end = escape < 0 ? printed.length() : escape;
      bytes.writeBytes(printed.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end;
      if (printed.startsWith("\\x", at)) {
        bytes.write(Integer.parseInt(printed, at + 2, at + 4, 16));
        at += 4;
      } else if (escape >= 0) {
        bytes.write('\\');
        at += 2;
      }
    }
    return bytes.toByteArray();
  }
}
