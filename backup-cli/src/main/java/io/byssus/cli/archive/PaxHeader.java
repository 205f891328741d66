package io.byssus.cli.archive;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pax header of one entry (POSIX.1-2017, pax, "pax Header Block"): what the old header has no
 * room for, and extended attributes as GNU tar, bsdtar and star have them. Values are bytes, which
 * the library's own headers, being text, are not. Used by one thread.
 */
final class PaxHeader {
  private static final int OLD_NAME_BYTES = 100;
  private static final int OLD_OWNER_NAME_BYTES = 31;
  private static final long OLD_NUMBER = 0_7777777L;
  private static final long OLD_SIZE = 0_77777777777L;
  private static final String ATTRIBUTE = "SCHILY.xattr.";

  /** Access control lists as text, which GNU tar restores with --acls and bsdtar with -p. */
  private static final Map<String, String> LISTS =
      Map.of(
          "system.posix_acl_access", "SCHILY.acl.access",
          "system.posix_acl_default", "SCHILY.acl.default");

  private final Map<String, byte[]> records = new TreeMap<>();

  /** Creates the header of an entry. */
  static PaxHeader of(String name, String linkName, long size, EntryMetadata metadata) {
    PaxHeader header = new PaxHeader();
    header.name("path", name, OLD_NAME_BYTES);
    header.name("linkpath", linkName, OLD_NAME_BYTES);
    header.number("size", size, OLD_SIZE);
    header.number("uid", metadata.uid(), OLD_NUMBER);
    header.number("gid", metadata.gid(), OLD_NUMBER);
    header.name("uname", metadata.ownerName(), OLD_OWNER_NAME_BYTES);
    header.name("gname", metadata.groupName(), OLD_OWNER_NAME_BYTES);
    header.time(metadata.modified());
    header.attributes(metadata.attributes());
    return header;
  }

  private void name(String keyword, String name, int room) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > room || bytes.length != name.length()) {
      records.put(keyword, bytes);
    }
  }

  private void number(String keyword, long number, long largest) {
    if (number > largest) {
      text(keyword, Long.toString(number));
    }
  }

  private void time(Instant time) {
    if (time.getNano() != 0 || time.getEpochSecond() < 0 || time.getEpochSecond() > OLD_SIZE) {
      text("mtime", decimal(time));
    }
  }

  /** The fraction counts away from zero, as in any decimal number: half past -2 is -1.5. */
  private static String decimal(Instant time) {
    boolean borrowed = time.getEpochSecond() < 0 && time.getNano() > 0;
    long seconds = borrowed ? time.getEpochSecond() + 1 : time.getEpochSecond();
    int nanos = borrowed ? 1_000_000_000 - time.getNano() : time.getNano();
    String sign = borrowed && seconds == 0 ? "-" : "";
    return sign + String.format(Locale.ROOT, "%d.%09d", seconds, nanos);
  }

  private void attributes(ExtendedAttributes attributes) {
    for (String name : attributes.names()) {
      byte[] value = attributes.value(name);
      records.put(ATTRIBUTE + escaped(name), value);
      String keyword = LISTS.get(name);
      if (keyword != null) {
        PosixAcl.text(value).ifPresent(text -> text(keyword, text));
      }
    }
  }

  /** An equals sign would end the keyword; it is written as GNU tar does. */
  private static String escaped(String name) {
    return name.replace("%", "%25").replace("=", "%3D");
  }

  private void text(String keyword, String value) {
    records.put(keyword, value.getBytes(StandardCharsets.UTF_8));
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Returns its bytes: for each record its length in decimal, the length's digits included. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    records.forEach(
        (keyword, value) -> {
          byte[] key = keyword.getBytes(StandardCharsets.UTF_8);
          int rest = key.length + value.length + 3; // a space, an equals sign, a line's end
          int length = rest + Integer.toString(rest).length();
          length = rest + Integer.toString(length).length();
          all.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
          all.writeBytes(key);
          all.write('=');
          all.writeBytes(value);
          all.write('\n');
        });
    return all.toByteArray();
  }
}
