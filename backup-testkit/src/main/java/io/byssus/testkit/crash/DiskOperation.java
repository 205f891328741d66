package io.byssus.testkit.crash;

import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What was done to a disk, in terms of its inodes. */
sealed interface DiskOperation {
  /**
   * A name appears in a directory: of a new file or directory, or one more of a file.
   *
   * @param inode what has the name now
   */
  record Name(int directory, String name, int inode, InodeKind kind, FileTime time)
      implements DiskOperation {}

  /** A name goes. */
  record Unname(int directory, String name) implements DiskOperation {}

  /** A name becomes another one, at once, and replaces what had that one. */
  record Rename(int directory, String name, int newDirectory, String newName)
      implements DiskOperation {}

  /** A file gets bytes. */
  record Write(int inode, long offset, ByteBuffer bytes) implements DiskOperation {}

  /** A file gets another length. */
  record Resize(int inode, long size) implements DiskOperation {}

  /** A file or directory gets another modification time. */
  record Date(int inode, FileTime time) implements DiskOperation {}

  /** A file or directory gets other permissions. */
  record Permit(int inode, Set<PosixFilePermission> permissions) implements DiskOperation {}

  /** What was done to a file, or the names in a directory, become durable. */
  record Durable(int inode, Sync sync) implements DiskOperation {}

  /** From here on something has to be true whatever happens. */
  record Promised(String promise) implements DiskOperation {}
}
