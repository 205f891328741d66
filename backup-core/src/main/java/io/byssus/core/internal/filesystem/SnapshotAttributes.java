package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PermissionBits;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** What is known of an entry, as the JDK asks for it. Immutable. */
final class SnapshotAttributes implements PosixFileAttributes {
  private static final int FILE_BITS = 0100000;
  private static final int DIRECTORY_BITS = 0040000;
  private static final int LINK_BITS = 0120000;

  private final EntryPath path;
  private final EntryMetadata metadata;
  private final long size;

  SnapshotAttributes(Node node) {
    this.path = node.path();
    this.metadata = node.entry().metadata();
    this.size = node.isLink() ? node.entry().linkTarget().length : metadata.size();
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(metadata.modified());
  }

  /** Returns the time of modification: others are not kept. */
  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  /** Returns the time of modification: others are not kept. */
  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  FileTime changeTime() {
    return FileTime.from(metadata.changed());
  }

  @Override
  public boolean isRegularFile() {
    return metadata.kind() == EntryKind.FILE;
  }

  @Override
  public boolean isDirectory() {
    return metadata.kind() == EntryKind.DIRECTORY;
  }

  @Override
  public boolean isSymbolicLink() {
    return metadata.kind() == EntryKind.SYMBOLIC_LINK;
  }

  @Override
  public boolean isOther() {
    return !isRegularFile() && !isDirectory() && !isSymbolicLink();
  }

  @Override
  public long size() {
    return size;
  }

  /** Returns the path without links, by which walks that follow links notice that they go round. */
  @Override
  public Object fileKey() {
    return path;
  }

  @Override
  public UserPrincipal owner() {
    return Owner.user(metadata);
  }

  @Override
  public GroupPrincipal group() {
    return Owner.group(metadata);
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return PermissionBits.permissions(metadata.permissions());
  }

  /** Returns permissions and kind as Unix has them in one number. */
  int mode() {
    return metadata.permissions()
        | switch (metadata.kind()) {
          case FILE -> FILE_BITS;
          case DIRECTORY -> DIRECTORY_BITS;
          case SYMBOLIC_LINK -> LINK_BITS;
          case OTHER -> 0;
        };
  }

  EntryMetadata metadata() {
    return metadata;
  }
}
