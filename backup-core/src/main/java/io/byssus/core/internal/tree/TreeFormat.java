package io.byssus.core.internal.tree;

import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;

/** The numbers of the tree's encoding; {@code docs/format.md}, section 7. */
final class TreeFormat {
  static final int LEAF = 1;
  static final int BRANCH = 2;
  static final int LIST = 3;

  static final int NAME = 1;
  static final int KIND = 2;
  static final int PERMISSIONS = 3;
  static final int UID = 4;
  static final int GID = 5;
  static final int MODIFIED = 6;
  static final int CHANGED = 7;
  static final int INODE = 8;
  static final int INLINE = 9;
  static final int CHUNKS = 10;
  static final int RACY = 11;
  static final int SUBTREE = 12;
  static final int TARGET = 13;
  static final int LINKS = 14;
  static final int DEVICE_NUMBER = 15;
  static final int ATTRIBUTES = 16;
  static final int INCOMPLETE = 17;

  /** Keys from here on may be ignored by a reader that does not know them; others may not. */
  static final int FIRST_IGNORABLE = 64;

  static final int OWNER_NAME = 64;
  static final int GROUP_NAME = 65;
  static final int ATTRIBUTES_INCOMPLETE = 66;

  static final int KIND_FILE = 0;
  static final int KIND_DIRECTORY = 1;
  static final int KIND_LINK = 2;
  static final int KIND_FIFO = 3;
  static final int KIND_SOCKET = 4;
  static final int KIND_CHARACTER_DEVICE = 5;
  static final int KIND_BLOCK_DEVICE = 6;

  /** A directory with more entries is split, so that a changed entry rewrites little. */
  static final int MAX_LEAF_ENTRIES = 512;

  /** A directory is split sixteen ways by four bits of the keyed hash of the names. */
  static final int BRANCH_BITS = 4;

  static final int BRANCHES = 1 << BRANCH_BITS;

  /** Sixteen splits use up the 64 bits of the hash. */
  static final int MAX_BRANCH_DEPTH = Long.SIZE / BRANCH_BITS;

  /** Ids that stand in an entry itself; more go into lists, to keep a leaf below a few MiB. */
  static final int MAX_DIRECT_CHUNKS = 16;

  /** A list ends where an id's last byte is zero (one in 256), and at the latest here. */
  static final int MAX_LIST = 1024;

  /** 1024^4 chunks are more than any file has; a deeper nesting is an attack. */
  static final int MAX_LIST_DEPTH = 4;

  private TreeFormat() {}

  /** Returns which child of a branch at some depth a hash leads to. */
  static int branch(long hash, int depth) {
    return (int) (hash >>> (Long.SIZE - BRANCH_BITS * (depth + 1))) & (BRANCHES - 1);
  }

  /** Returns whether two hashes lead through the same branches down to some depth. */
  static boolean samePrefix(long one, long other, int depth) {
    return depth == 0 || (one ^ other) >>> (Long.SIZE - BRANCH_BITS * depth) == 0;
  }

  /** Returns whether entries of a kind have nothing but metadata. */
  static boolean isNode(EntryKind kind) {
    return switch (kind) {
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> true;
      case FILE, DIRECTORY, SYMBOLIC_LINK, OTHER -> false;
    };
  }

  static int number(EntryKind kind) {
    return switch (kind) {
      case FILE -> KIND_FILE;
      case DIRECTORY -> KIND_DIRECTORY;
      case SYMBOLIC_LINK -> KIND_LINK;
      case FIFO -> KIND_FIFO;
      case SOCKET -> KIND_SOCKET;
      case CHARACTER_DEVICE -> KIND_CHARACTER_DEVICE;
      case BLOCK_DEVICE -> KIND_BLOCK_DEVICE;
      case OTHER -> throw new IllegalArgumentException("entries of this kind are not stored");
    };
  }

  static EntryKind kind(long number) {
    return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
      case KIND_FILE -> EntryKind.FILE;
      case KIND_DIRECTORY -> EntryKind.DIRECTORY;
      case KIND_LINK -> EntryKind.SYMBOLIC_LINK;
      case KIND_FIFO -> EntryKind.FIFO;
      case KIND_SOCKET -> EntryKind.SOCKET;
      case KIND_CHARACTER_DEVICE -> EntryKind.CHARACTER_DEVICE;
      case KIND_BLOCK_DEVICE -> EntryKind.BLOCK_DEVICE;
      default ->
          throw new UnsupportedFormatException(
              "it is of a kind that this version does not know: " + number);
    };
  }
}
