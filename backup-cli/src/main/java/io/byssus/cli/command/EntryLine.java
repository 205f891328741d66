package io.byssus.cli.command;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.process.RawText;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.List;
import java.util.Locale;

/** Writes an entry of a snapshot on one line. */
final class EntryLine {
  private static final String[] RIGHTS = {"---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"};
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int STICKY = 01000;

  private EntryLine() {}

  /** Returns the entry as {@code ls -l} shows it. */
  static String detailed(SnapshotEntry entry) {
    EntryMetadata metadata = entry.metadata();
    String link =
        metadata.kind() == EntryKind.SYMBOLIC_LINK
            ? " -> " + PrintableText.of(RawText.decode(entry.linkTarget()))
            : "";
    String size =
        metadata.deviceNumber().map(Object::toString).orElse(Long.toString(metadata.size()));
    return String.format(
        Locale.ROOT,
        "%s %-8s %-8s %12s %s %s%s",
        mode(metadata),
        owner(metadata.ownerName(), metadata.uid()),
        owner(metadata.groupName(), metadata.gid()),
        size,
        Figures.local(metadata.modified()),
        entry.path(),
        link);
  }

  private static String owner(String name, long number) {
    return name.isEmpty() ? Long.toString(number) : PrintableText.of(name);
  }

  /** Returns the entry as a JSON object. */
  static JsonObject json(SnapshotEntry entry) {
    JsonObject json = EntryJson.putPath(new JsonObject(), entry.path());
    List<EntryName> names = entry.path().names();
    if (!names.isEmpty()) {
      EntryJson.putName(json, names.get(names.size() - 1));
    }
    return put(json, entry);
  }

  /** Returns all but the path. */
  static JsonObject fields(SnapshotEntry entry) {
    return put(new JsonObject(), entry);
  }

  private static JsonObject put(JsonObject json, SnapshotEntry entry) {
    EntryMetadata metadata = entry.metadata();
    json.put("type", type(metadata.kind()))
        .put("mode", String.format(Locale.ROOT, "%04o", metadata.permissions()))
        .put("uid", metadata.uid())
        .put("gid", metadata.gid())
        .put("size", metadata.size())
        .put("modified", metadata.modified().toString());
    if (!metadata.ownerName().isEmpty()) {
      json.put("user", metadata.ownerName());
    }
    if (!metadata.groupName().isEmpty()) {
      json.put("group", metadata.groupName());
    }
    metadata.deviceNumber().ifPresent(number -> json.put("device", number.toString()));
    if (metadata.links() > 1) {
      json.put("links", metadata.links());
    }
    if (metadata.kind() == EntryKind.SYMBOLIC_LINK) {
      byte[] target = entry.linkTarget();
      EntryJson.putBytes(json, "target", PrintableText.of(RawText.decode(target)), target);
    }
    return json;
  }

  static String type(EntryKind kind) {
    return switch (kind) {
      case FILE -> "file";
      case DIRECTORY -> "directory";
      case SYMBOLIC_LINK -> "symlink";
      case FIFO -> "fifo";
      case SOCKET -> "socket";
      case CHARACTER_DEVICE -> "chardev";
      case BLOCK_DEVICE -> "blockdev";
      case OTHER -> "other";
    };
  }

  static String mode(EntryMetadata metadata) {
    int bits = metadata.permissions();
    StringBuilder text =
        new StringBuilder(RIGHTS[bits >> 6 & 7] + RIGHTS[bits >> 3 & 7] + RIGHTS[bits & 7]);
    special(text, 2, bits & SETUID, 's');
    special(text, 5, bits & SETGID, 's');
    special(text, 8, bits & STICKY, 't');
    char kind =
        switch (metadata.kind()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMBOLIC_LINK -> 'l';
          case FIFO -> 'p';
          case SOCKET -> 's';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case OTHER -> '?';
        };
    return kind + text.toString();
  }

  private static void special(StringBuilder text, int at, int set, char letter) {
    if (set != 0) {
      boolean executable = text.charAt(at) == 'x';
      text.setCharAt(at, executable ? letter : Character.toUpperCase(letter));
    }
  }
}
