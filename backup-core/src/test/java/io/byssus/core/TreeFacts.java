package io.byssus.core;

import io.byssus.api.source.EntryName;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Everything that can be known of a tree of files, as texts that compare: kind, permissions, owner,
 * time to the nanosecond, attributes, content, holes, and which names are of one file. Written with
 * the calls of the system, beside what backups and restores use.
 */
public final class TreeFacts {
  private final Posix posix = Posix.find().orElseThrow();
  private final Map<String, String> facts = new TreeMap<>();
  private final Map<String, String> firstNames = new HashMap<>();

  private TreeFacts() {}

  /** Returns what is at and below a path, by names from there; its own name is empty. */
  public static Map<String, String> of(Path top) throws IOException {
    TreeFacts facts = new TreeFacts();
    facts.visit(top, "");
    return facts.facts;
  }

  private void visit(Path path, String name) throws IOException {
    Map<String, Object> fields =
        new HashMap<>(Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS));
    int mode = field(fields, "mode", Integer.class);
    String kind = kind(mode, field(fields, "rdev", Long.class));
    StringBuilder fact = new StringBuilder(kind);
    fact.append(String.format(" %04o ", mode & 07777));
    fact.append(fields.get("uid")).append(':').append(fields.get("gid")).append(' ');
    fact.append(field(fields, "lastModifiedTime", FileTime.class).toInstant());
    attributes(path, fact);
    if (kind.equals("link")) {
      byte[] target = PathBytes.of(Files.readSymbolicLink(path));
      fact.append(" to ").append(HexFormat.of().formatHex(target));
    }
    if (!kind.equals("directory") && field(fields, "nlink", Integer.class) > 1) {
      String first =
          firstNames.computeIfAbsent(fields.get("dev") + ":" + fields.get("ino"), k -> name);
      fact.append(" hard:").append(first);
    }
    if (kind.equals("file")) {
      content(path, field(fields, "size", Long.class), fact);
    }
    facts.put(name, fact.toString());
    if (kind.equals("directory")) {
      TreeMap<EntryName, Path> entries = new TreeMap<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        files.forEach(
            file -> entries.put(EntryName.of(PathBytes.ofName(file.getFileName())), file));
      }
      for (Map.Entry<EntryName, Path> entry : entries.entrySet()) {
        String child = entry.getKey().toString();
        visit(entry.getValue(), name.isEmpty() ? child : name + "/" + child);
      }
    }
  }

  private static <T> T field(Map<String, Object> fields, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(fields.get(name), name));
  }

  private static String kind(int mode, long rdev) {
    long major = (rdev >>> 8) & 0xfff;
    long minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
    return switch (mode & 0170000) {
      case 0100000 -> "file";
      case 0040000 -> "directory";
      case 0120000 -> "link";
      case 0010000 -> "fifo";
      case 0140000 -> "socket";
      case 0020000 -> "character device " + major + ":" + minor;
      case 0060000 -> "block device " + major + ":" + minor;
      default -> "unknown";
    };
  }

  private void attributes(Path path, StringBuilder fact) throws IOException {
    byte[] file = PathBytes.of(path);
    TreeSet<String> names = new TreeSet<>();
    for (byte[] name : posix.attributeNames(file)) {
      names.add(new String(name, StandardCharsets.ISO_8859_1));
    }
    for (String name : names) {
      byte[] value = posix.attribute(file, name.getBytes(StandardCharsets.ISO_8859_1));
      fact.append(" {").append(name).append('=');
      fact.append(HexFormat.of().formatHex(value)).append('}');
    }
  }

  /** Reads the data and looks where the holes are; where they end depends on the file system. */
  private void content(Path path, long size, StringBuilder fact) throws IOException {
    fact.append(" size:").append(size);
    if (size == 0) {
      return;
    }
    if (!Files.isReadable(path)) {
      fact.append(" unreadable");
      return;
    }
    int file = posix.openFile(Posix.WORKING_DIRECTORY, PathBytes.of(path));
    try (var channel = FileChannel.open(path)) {
      CRC32C crc = new CRC32C();
      StringBuilder holes = new StringBuilder();
      long at = 0;
      while (at < size) {
        long data = posix.nextData(file, at);
        long end = data < 0 ? size : posix.nextHole(file, data);
        long from = data < 0 ? size : data;
        if (from > at) {
          holes.append(at).append('-').append(from).append(' ');
        }
        digest(channel, from, end, crc);
        at = end;
      }
      fact.append(" crc:").append(Long.toHexString(crc.getValue()));
      if (holes.length() > 0) {
        fact.append(" holes: ").append(holes);
      }
    } finally {
      posix.close(file);
    }
  }

  private static void digest(FileChannel channel, long from, long end, CRC32C crc)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long at = from;
    while (at < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int count = channel.read(buffer, at);
      if (count < 0) {
        break;
      }
      // Where data is, and not only what it is: the holes between are not read.
      crc.update(ByteBuffer.allocate(8).putLong(0, at));
      buffer.flip();
      crc.update(buffer);
      at += count;
    }
  }
}
