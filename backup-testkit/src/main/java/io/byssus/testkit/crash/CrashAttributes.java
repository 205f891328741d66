package io.byssus.testkit.crash;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * What {@code stat} says.
 *
 * @param number tells which names are one file
 */
record CrashAttributes(
    int number,
    InodeKind kind,
    long size,
    FileTime lastModifiedTime,
    Set<PosixFilePermission> permissions)
    implements PosixFileAttributes {
  static CrashAttributes of(Inode inode) {
    return new CrashAttributes(
        inode.number, inode.kind, inode.size(), inode.modified, Set.copyOf(inode.permissions));
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime;
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime;
  }

  @Override
  public boolean isRegularFile() {
    return kind == InodeKind.FILE;
  }

  @Override
  public boolean isDirectory() {
    return kind == InodeKind.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return number;
  }

  @Override
  public UserPrincipal owner() {
    throw new UnsupportedOperationException("this disk has no users");
  }

  @Override
  public GroupPrincipal group() {
    throw new UnsupportedOperationException("this disk has no groups");
  }
}
