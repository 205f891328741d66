package io.byssus.core.target;

import io.byssus.core.internal.file.AbsolutePath;
import io.byssus.core.internal.file.PathBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where file systems are mounted, as Linux tells. A directory that is moved takes along what is
 * mounted in it, and what is removed in a part of its own file system that is mounted there a
 * second time is gone from the first place, too; numbers of devices do not tell that.
 */
final class MountPoints {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  /** The place of the mount point among the words of a line (proc_pid_mountinfo(5)). */
  private static final int POINT = 4;

  private MountPoints() {}

  /**
   * Makes sure that nothing is mounted at a path or below it. Where the system does not tell,
   * nothing is said.
   *
   * @param path absolute, without a link in it
   * @throws FileSystemException if something is, with its place
   */
  static void requireNone(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault()) || !Files.isReadable(TABLE)) {
      return;
    }
    String above = text(PathBytes.of(path));
    for (String line : Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1)) {
      String[] words = line.split(" ", -1);
      String point = words.length > POINT ? unescaped(words[POINT]) : "";
      if (point.equals(above) || point.startsWith(above + "/")) {
        String where = AbsolutePath.printable(path(point));
        throw new FileSystemException(
            path.toString(),
            null,
            "a file system is mounted at '" + where + "': it is neither moved nor removed");
      }
    }
  }

  private static Path path(String point) {
    return PathBytes.toLinkTarget(
        point.getBytes(StandardCharsets.ISO_8859_1), FileSystems.getDefault());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Spaces, tabs, newlines and backslashes are written as three octal digits. */
  private static String unescaped(String word) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(word.length());
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == '\\' && i + 3 < word.length()) {
        bytes.write(Integer.parseInt(word.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(word.charAt(i));
      }
    }
    return text(bytes.toByteArray());
  }
}
