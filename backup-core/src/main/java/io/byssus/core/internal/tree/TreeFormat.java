package io.byssus.core.internal.tree;

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

  /** Keys from here on may be ignored by a reader that does not know them; others may not. */
  static final int FIRST_IGNORABLE = 64;

  static final int KIND_FILE = 0;
  static final int KIND_DIRECTORY = 1;
  static final int KIND_LINK = 2;

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
}
