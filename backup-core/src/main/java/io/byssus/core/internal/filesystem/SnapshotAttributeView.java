package io.byssus.core.internal.filesystem;

import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a path, read when they are asked for and never set. */
final class SnapshotAttributeView implements PosixFileAttributeView {
  private final String name;
  private final SnapshotPath path;
  private final Lookup.LastLink last;

  /**
   * Creates a view.
   *
   * @param name of the view: {@code basic}, {@code posix} or {@code owner}
   * @param path whose attributes
   * @param last whether those of a link or of what it points to
   */
  SnapshotAttributeView(String name, SnapshotPath path, Lookup.LastLink last) {
    this.name = name;
    this.path = path;
    this.last = last;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SnapshotAttributes readAttributes() throws IOException {
    return path.getFileSystem().provider().attributes(path, last);
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new ReadOnlyFileSystemException();
  }
}
