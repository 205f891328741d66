package io.byssus.store.fs;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What is created belongs to its owner alone, from the system call on that creates it: there is no
 * moment at which another user could open it.
 */
final class PrivateAccess {
  private static final FileAttribute<Set<PosixFilePermission>> FILE = permissions("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = permissions("rwx------");
  private static final FileAttribute<?>[] INHERITED = {};

  private PrivateAccess() {}

  /** Returns the attributes to create a file with. */
  static FileAttribute<?>[] forFile(Path path) {
    return isPosix(path) ? new FileAttribute<?>[] {FILE} : INHERITED;
  }

  /** Returns the attributes to create a directory with. */
  static FileAttribute<?>[] forDirectory(Path path) {
    return isPosix(path) ? new FileAttribute<?>[] {DIRECTORY} : INHERITED;
  }

  /** Returns whether the system knows modes, and directories that can be opened and synced. */
  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
