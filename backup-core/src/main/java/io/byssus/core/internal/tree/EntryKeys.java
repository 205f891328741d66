package io.byssus.core.internal.tree;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;

/**
 * The keys of one entry's map, and whether they are those of its kind: {@code docs/format.md},
 * section 7. Keys that a reader may ignore are not among them.
 */
final class EntryKeys {
  private static final long OF_ALL =
      bit(TreeFormat.NAME)
          | bit(TreeFormat.KIND)
          | bit(TreeFormat.PERMISSIONS)
          | bit(TreeFormat.UID)
          | bit(TreeFormat.GID)
          | bit(TreeFormat.MODIFIED)
          | bit(TreeFormat.CHANGED)
          | bit(TreeFormat.INODE);
  private static final long OPTIONAL = bit(TreeFormat.RACY) | bit(TreeFormat.ATTRIBUTES);

  private long present;

  void add(int key) {
    present |= bit(key);
  }

  /**
   * Checks the keys against a kind.
   *
   * @throws DamagedRepositoryException if one lacks, or one is there that the kind does not have
   */
  void check(EntryKind kind) {
    long required = OF_ALL | own(kind);
    long allowed = required | OPTIONAL;
    if (kind == EntryKind.FILE) {
      allowed |= content();
    }
    allowed |= bit(kind == EntryKind.DIRECTORY ? TreeFormat.INCOMPLETE : TreeFormat.LINKS);
    if ((required & ~present) != 0) {
      throw new DamagedRepositoryException("key " + first(required & ~present) + " is missing");
    }
    if ((present & ~allowed) != 0) {
      throw new DamagedRepositoryException(
          "key " + first(present & ~allowed) + " does not belong to the kind " + kind);
    }
  }

  /** Returns the key that a file's content has: one of two. */
  private long content() {
    long content = present & (bit(TreeFormat.INLINE) | bit(TreeFormat.CHUNKS));
    if (Long.bitCount(content) != 1) {
      throw new DamagedRepositoryException(
          content == 0 ? "a file without content" : "a file with two contents");
    }
    return content;
  }

  private static long own(EntryKind kind) {
    return switch (kind) {
      case DIRECTORY -> bit(TreeFormat.SUBTREE);
      case SYMBOLIC_LINK -> bit(TreeFormat.TARGET);
      case CHARACTER_DEVICE, BLOCK_DEVICE -> bit(TreeFormat.DEVICE_NUMBER);
      case FILE, FIFO, SOCKET, OTHER -> 0;
    };
  }

  private static long bit(int key) {
    return 1L << key;
  }

  private static int first(long keys) {
    return Long.numberOfTrailingZeros(keys);
  }
}
