package io.byssus.cli.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.StringJoiner;

/** An access control list as Linux keeps it in an attribute (linux/posix_acl_xattr.h). */
final class PosixAcl {
  private static final int VERSION = 2;
  private static final int ENTRY_BYTES = 8;
  private static final int OWNER = 0x01;
  private static final int USER = 0x02;
  private static final int OWNING_GROUP = 0x04;
  private static final int GROUP = 0x08;
  private static final int MASK = 0x10;
  private static final int OTHER = 0x20;

  private PosixAcl() {}

  /** Returns the list as text (acl(5)), users and groups by number; nothing if it is none. */
  static Optional<String> text(byte[] attribute) {
    ByteBuffer bytes = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < Integer.BYTES
        || bytes.getInt() != VERSION
        || bytes.remaining() % ENTRY_BYTES != 0) {
      return Optional.empty();
    }
    StringJoiner entries = new StringJoiner(",");
    while (bytes.hasRemaining()) {
      int tag = bytes.getShort();
      String permissions = permissions(bytes.getShort());
      String id = Integer.toUnsignedString(bytes.getInt());
      switch (tag) {
        case OWNER -> entries.add("user::" + permissions);
        case USER -> entries.add("user:" + id + ":" + permissions);
        case OWNING_GROUP -> entries.add("group::" + permissions);
        case GROUP -> entries.add("group:" + id + ":" + permissions);
        case MASK -> entries.add("mask::" + permissions);
        case OTHER -> entries.add("other::" + permissions);
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(entries.toString());
  }

  private static String permissions(int bits) {
    return ((bits & 4) != 0 ? "r" : "-")
        + ((bits & 2) != 0 ? "w" : "-")
        + ((bits & 1) != 0 ? "x" : "-");
  }
}
