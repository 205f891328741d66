package io.byssus.core.internal.file;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a file system knows of an entry, with one system call; another one finds the name of
 * an owner that it has not met before.
 *
 * <p>The JDK's {@code unix} view has all of it; where there is only the {@code posix} view, owners
 * have no numbers and the three special bits are unknown; where there is neither, permissions are
 * guessed. Thread-safe.
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
  private final OwnerNames names = new OwnerNames();

  private MetadataReader(View view) {
    this.view = view;
  }

  /** Returns the reader for a file system. */
  public static MetadataReader of(FileSystem fileSystem) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    return new MetadataReader(
        views.contains("unix") ? View.UNIX : views.contains("posix") ? View.POSIX : View.BASIC);
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

  private EntryMetadata unix(Path path, LinkOption... options) throws IOException {
    Map<String, Object> fields = Files.readAttributes(path, UNIX_FIELDS, options);
    int mode = (Integer) field(fields, "mode");
    EntryKind kind =
        switch (mode & KIND_BITS) {
          case KIND_FILE -> EntryKind.FILE;
          case KIND_DIRECTORY -> EntryKind.DIRECTORY;
          case KIND_LINK -> EntryKind.SYMBOLIC_LINK;
          case KIND_FIFO -> EntryKind.FIFO;
          case KIND_SOCKET -> EntryKind.SOCKET;
          case KIND_CHARACTER_DEVICE -> EntryKind.CHARACTER_DEVICE;
          case KIND_BLOCK_DEVICE -> EntryKind.BLOCK_DEVICE;
          default -> EntryKind.OTHER;
        };
    long uid = (Integer) field(fields, "uid") & UNSIGNED_INT;
    long gid = (Integer) field(fields, "gid") & UNSIGNED_INT;
    names.learn(uid, gid, path, options);
    EntryMetadata.Builder metadata =
        EntryMetadata.of(kind)
            .permissions(mode)
            .owner(uid, gid)
            .ownerNames(names.user(uid), names.group(gid))
            .size(kind == EntryKind.FILE ? (Long) field(fields, "size") : 0)
            .modified(((FileTime) field(fields, "lastModifiedTime")).toInstant())
            .changed(((FileTime) field(fields, "ctime")).toInstant())
            .identity((Long) field(fields, "ino"), (Long) field(fields, "dev"));
    if (kind != EntryKind.DIRECTORY) {
      // Directories count their subdirectories; and some file systems count nothing.
      metadata.links(Math.max(1, (Integer) field(fields, "nlink")));
    }
    if (kind == EntryKind.CHARACTER_DEVICE || kind == EntryKind.BLOCK_DEVICE) {
      metadata.deviceNumber(deviceNumber((Long) field(fields, "rdev")));
    }
    return metadata.build();
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
