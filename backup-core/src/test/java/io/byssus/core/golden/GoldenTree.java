package io.byssus.core.golden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A tree of files in lines of text, a line an entry, by what {@code java.nio.file} says of it: of a
 * disk and of a snapshot alike.
 */
final class GoldenTree {
  private static final int BUFFER = 1 << 16;
  private static final int KIND_BITS = 0170000;
  private static final int FIFO = 0010000;
  private static final String OWNERS = " [0-9]+:[0-9]+ ";

  private GoldenTree() {}

  /** Describes everything at and below a path. */
  static List<String> describe(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      List<String> lines = new ArrayList<>();
      for (Path path : paths.sorted().toList()) {
        lines.add("./" + top.relativize(path) + " " + facts(path));
      }
      return lines;
    }
  }

  /** Returns lines without the owners, whom only root may set. */
  static List<String> withoutOwners(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(OWNERS, " ")).toList();
  }

  private static String facts(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(
            path, "unix:mode,uid,gid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Objects.requireNonNull(unix.get("mode"));
    String owned = Integer.toOctalString(mode) + " " + unix.get("uid") + ":" + unix.get("gid");
    String dated = owned + " " + unix.get("lastModifiedTime");
    if (Files.isSymbolicLink(path)) {
      return dated + " to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path) || (mode & KIND_BITS) == FIFO) {
      return dated;
    }
    return dated + " names " + unix.get("nlink") + content(path) + attributes(path);
  }

  private static String content(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    long length = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      int count;
      while ((count = in.read(buffer)) > 0) {
        crc.update(buffer, 0, count);
        length += count;
      }
    }
    return " bytes " + length + " crc32c " + Long.toHexString(crc.getValue());
  }

  private static String attributes(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    StringBuilder text = new StringBuilder();
    for (String name : view.list().stream().sorted().toList()) {
      byte[] value = new byte[view.size(name)];
      int read = view.read(name, ByteBuffer.wrap(value));
      text.append(' ').append(name).append('=');
      text.append(HexFormat.of().formatHex(value, 0, read));
    }
    return text.toString();
  }
}
