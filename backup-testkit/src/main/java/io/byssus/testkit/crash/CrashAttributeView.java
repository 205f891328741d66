package io.byssus.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and sets the attributes of a path. */
final class CrashAttributeView implements PosixFileAttributeView {
  private final CrashDisk disk;
  private final Path path;

  CrashAttributeView(CrashDisk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return disk.exclusively(state -> CrashAttributes.of(disk.find(path)));
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    disk.exclusively(
        state -> {
          int inode = disk.find(path).number;
          if (lastModifiedTime != null) {
            disk.change(new DiskOperation.Date(inode, lastModifiedTime));
          }
          return inode;
        });
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    disk.exclusively(
        state -> {
          int inode = disk.find(path).number;
          disk.change(new DiskOperation.Permit(inode, Set.copyOf(permissions)));
          return inode;
        });
  }

  @Override
  public UserPrincipal getOwner() {
    throw new UnsupportedOperationException("this disk has no users");
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new UnsupportedOperationException("this disk has no users");
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new UnsupportedOperationException("this disk has no groups");
  }
}
