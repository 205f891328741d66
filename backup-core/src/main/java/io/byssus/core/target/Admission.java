package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens directories that are closed to their own owner, where the user who restores is that owner;
 * what belongs to others is used as far as they allow it, and never touched. Thread-safe.
 */
final class Admission {
  private static final int OWNERS_BITS = 0700;
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;

  private final Disk disk;
  private final long user;

  /**
   * Creates an admission.
   *
   * @param user the number of the user who restores, or -1 where users have none
   */
  Admission(Disk disk, long user) {
    this.disk = disk;
    this.user = user;
  }

  /** Returns whether the user may change the metadata of an entry. */
  boolean owns(EntryMetadata found) {
    return user == 0 || found.uid() == user;
  }

  /** Returns whether an entry is the user's or root's. */
  boolean isTrusted(EntryMetadata found) {
    return found.uid() == 0 || found.uid() == user;
  }

  /** Returns whether nobody else can put anything in the place of the user's and root's entries. */
  boolean isGuarded(EntryMetadata directory) {
    boolean closed = (directory.permissions() & OTHERS_WRITE) == 0;
    return isTrusted(directory) && (closed || (directory.permissions() & STICKY) != 0);
  }

  /** Returns whether an entry belongs to the user himself, as far as that is known. */
  boolean isOwn(EntryMetadata found) {
    return user < 0 || found.uid() == user;
  }

  /** Lets the user list and traverse a directory; returns whether its permissions changed. */
  boolean toLook(Path directory, EntryMetadata found) throws IOException {
    return !(Files.isReadable(directory) && Files.isExecutable(directory))
        && open(directory, found);
  }

  /** Lets the user change what is in a directory; returns whether its permissions changed. */
  boolean toChange(Path directory, EntryMetadata found) throws IOException {
    boolean usable =
        Files.isReadable(directory) && Files.isWritable(directory) && Files.isExecutable(directory);
    return !usable && open(directory, found);
  }

  private boolean open(Path directory, EntryMetadata found) throws IOException {
    if (!owns(found) || (found.permissions() & OWNERS_BITS) == OWNERS_BITS) {
      return false;
    }
    disk.mode(directory, found.permissions() | OWNERS_BITS);
    return true;
  }
}
