package io.byssus.core.internal.filesystem;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
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
  private static final int FIFO_BITS = 0010000;
  private static final int SOCKET_BITS = 0140000;
  private static final int CHARACTER_DEVICE_BITS = 0020000;
  private static final int BLOCK_DEVICE_BITS = 0060000;

  private final Object key;
  private final EntryMetadata metadata;
  private final long size;

  SnapshotAttributes(Node node) {
    this.key = node.key();
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

  /** Returns what all names of a file share, by which walks notice that they go round. */
  @Override
  public Object fileKey() {
    return key;
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
          case FIFO -> FIFO_BITS;
          case SOCKET -> SOCKET_BITS;
          case CHARACTER_DEVICE -> CHARACTER_DEVICE_BITS;
          case BLOCK_DEVICE -> BLOCK_DEVICE_BITS;
          case OTHER -> 0;
        };
  }

  /** Returns the number of a device node's device as Linux has it in one; 0 for everything else. */
  long device() {
    return metadata.deviceNumber().map(SnapshotAttributes::joined).orElse(0L);
  }

  private static long joined(DeviceNumber number) {
    return (number.minor() & 0xff)
        | (number.major() & 0xfff) << 8
        | (number.minor() & 0xffff_ff00L) << 12
        | (number.major() & 0xffff_f000L) << 32;
  }

  EntryMetadata metadata() {
    return metadata;
  }
}
