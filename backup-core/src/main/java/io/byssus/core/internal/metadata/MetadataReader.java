package io.byssus.core.internal.metadata;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.file.PermissionBits;
import io.byssus.core.internal.posix.FileStatus;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a file system knows of an entry, with one system call; another one finds the name of
 * an owner that it has not met before.
 *
 * <p>On Linux it asks the kernel itself, if that can be done; the JDK's {@code unix} view has all
 * of it too, at three times the cost. Where there is only the {@code posix} view, owners have no
 * numbers and the three special bits are unknown; where there is neither, permissions are guessed.
 * Thread-safe.
 */
public final class MetadataReader {
  private static final String UNIX_FIELDS =
      "unix:mode,uid,gid,size,lastModifiedTime,ctime,ino,dev,nlink,rdev";

  private static final int KIND_BITS = 0170000;
  private static final int KIND_FILE = 0100000;
  private static final int KIND_DIRECTORY = 0040000;
  private static final int KIND_LINK = 0120000;
  private static final int KIND_FIFO = 0010000;
  private static final int KIND_CHARACTER_DEVICE = 0020000;
  private static final int KIND_BLOCK_DEVICE = 0060000;
  private static final int KIND_SOCKET = 0140000;
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

  private enum View {
    UNIX,
    POSIX,
    BASIC
  }

  private final View view;
  private final boolean defaultFileSystem;
  private final OwnerNames names = new OwnerNames();

  private MetadataReader(View view, boolean defaultFileSystem) {
    this.view = view;
    this.defaultFileSystem = defaultFileSystem;
  }

  /** Returns the reader for a file system. */
  public static MetadataReader of(FileSystem fileSystem) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    return new MetadataReader(
        views.contains("unix") ? View.UNIX : views.contains("posix") ? View.POSIX : View.BASIC,
        fileSystem.equals(FileSystems.getDefault()));
  }

  /**
   * Returns an entry's metadata.
   *
   * @param options {@code NOFOLLOW_LINKS} to look at a link itself
   * @throws IOException if it can't be found out
   */
  public EntryMetadata read(Path path, LinkOption... options) throws IOException {
    return switch (view) {
      case UNIX -> unix(path, options);
      case POSIX -> posix(Files.readAttributes(path, PosixFileAttributes.class, options));
      case BASIC -> basic(Files.readAttributes(path, BasicFileAttributes.class, options)).build();
    };
  }

  /** Whatever goes wrong with the system call, the JDK finds a fitting exception for it. */
  private EntryMetadata unix(Path path, LinkOption... options) throws IOException {
    Optional<FileStatus> status =
        calls().flatMap(posix -> posix.status(Posix.WORKING_DIRECTORY, bytes(path), options));
    return status.isPresent()
        ? unix(status.get(), path, options)
        : unix(Files.readAttributes(path, UNIX_FIELDS, options), path, options);
  }

  private Optional<Posix> calls() {
    return defaultFileSystem ? Posix.find() : Optional.empty();
  }

  private static byte[] bytes(Path path) {
    return PathBytes.of(path.toAbsolutePath());
  }

  private EntryMetadata unix(FileStatus status, Path path, LinkOption... options)
      throws IOException {
    EntryKind kind = kind(status.mode());
    EntryMetadata.Builder metadata =
        owned(kind, status.mode(), status.uid(), status.gid(), path, options)
            .size(kind == EntryKind.FILE ? status.size() : 0)
            .modified(status.modified())
            .changed(status.changed())
            .identity(status.inode(), status.device());
    if (kind != EntryKind.DIRECTORY) {
      // Directories count their subdirectories; and some file systems count nothing.
      metadata.links(Math.max(1, status.links()));
    }
    if (isDevice(kind)) {
      metadata.deviceNumber(new DeviceNumber(status.nodeMajor(), status.nodeMinor()));
    }
    return metadata.build();
  }

  private EntryMetadata unix(Map<String, Object> fields, Path path, LinkOption... options)
      throws IOException {
    int mode = (Integer) field(fields, "mode");
    EntryKind kind = kind(mode);
    long uid = (Integer) field(fields, "uid") & UNSIGNED_INT;
    long gid = (Integer) field(fields, "gid") & UNSIGNED_INT;
    EntryMetadata.Builder metadata =
        owned(kind, mode, uid, gid, path, options)
            .size(kind == EntryKind.FILE ? (Long) field(fields, "size") : 0)
            .modified(((FileTime) field(fields, "lastModifiedTime")).toInstant())
            .changed(((FileTime) field(fields, "ctime")).toInstant())
            .identity((Long) field(fields, "ino"), (Long) field(fields, "dev"));
    if (kind != EntryKind.DIRECTORY) {
      metadata.links(Math.max(1, (Integer) field(fields, "nlink")));
    }
    if (isDevice(kind)) {
      metadata.deviceNumber(deviceNumber((Long) field(fields, "rdev")));
    }
    return metadata.build();
  }

  private EntryMetadata.Builder owned(
      EntryKind kind, int mode, long uid, long gid, Path path, LinkOption... options)
      throws IOException {
    names.learn(uid, gid, path, options);
    return EntryMetadata.of(kind)
        .permissions(mode)
        .owner(uid, gid)
        .ownerNames(names.user(uid), names.group(gid));
  }

  private static EntryKind kind(int mode) {
    return switch (mode & KIND_BITS) {
      case KIND_FILE -> EntryKind.FILE;
      case KIND_DIRECTORY -> EntryKind.DIRECTORY;
      case KIND_LINK -> EntryKind.SYMBOLIC_LINK;
      case KIND_FIFO -> EntryKind.FIFO;
      case KIND_SOCKET -> EntryKind.SOCKET;
      case KIND_CHARACTER_DEVICE -> EntryKind.CHARACTER_DEVICE;
      case KIND_BLOCK_DEVICE -> EntryKind.BLOCK_DEVICE;
      default -> EntryKind.OTHER;
    };
  }

  private static boolean isDevice(EntryKind kind) {
    return kind == EntryKind.CHARACTER_DEVICE || kind == EntryKind.BLOCK_DEVICE;
  }

  /** Takes the C library's {@code dev_t} apart. */
  private static DeviceNumber deviceNumber(long raw) {
    if (!LINUX) {
      return new DeviceNumber((raw >>> 24) & 0xff, raw & 0xff_ffff);
    }
    long major = ((raw >>> 8) & 0xfff) | ((raw >>> 32) & 0xffff_f000L);
    long minor = (raw & 0xff) | ((raw >>> 12) & 0xffff_ff00L);
    return new DeviceNumber(major, minor);
  }

  private static Object field(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("the unix view has no '" + name + "', only " + fields);
    }
    return value;
  }

  private static EntryMetadata posix(PosixFileAttributes attributes) {
    int bits = PermissionBits.of(attributes.permissions());
    return basic(attributes).permissions(bits).build();
  }

  private static EntryMetadata.Builder basic(BasicFileAttributes attributes) {
    EntryKind kind =
        attributes.isRegularFile()
            ? EntryKind.FILE
            : attributes.isDirectory()
                ? EntryKind.DIRECTORY
                : attributes.isSymbolicLink() ? EntryKind.SYMBOLIC_LINK : EntryKind.OTHER;
    return EntryMetadata.of(kind)
        .permissions(kind == EntryKind.DIRECTORY ? 0755 : 0644)
        .size(kind == EntryKind.FILE ? attributes.size() : 0)
        .modified(attributes.lastModifiedTime().toInstant());
  }
}
