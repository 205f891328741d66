package io.byssus.core.target;

import io.byssus.api.source.DeviceNumber;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;

/**
 * Every call that changes a file system, and no other: a {@link FileTarget} changes nothing past
 * it, so that a test can let each call fail. No call follows a link at the end of its path.
 * Thread-safe.
 */
class Disk {
  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<OpenOption> NEW_FILE =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> THERE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final boolean posix;
  private final FileAttribute<?>[] privateFile;
  private final FileAttribute<?>[] privateDirectory;

  /**
   * Creates the calls for a file system.
   *
   * @param views the attribute views that it has
   */
  Disk(Set<String> views) {
    this.posix = views.contains("posix");
    this.privateFile = only(posix, PRIVATE_FILE);
    this.privateDirectory = only(posix, PRIVATE_DIRECTORY);
  }

  private static FileAttribute<?>[] only(boolean posix, Set<PosixFilePermission> bits) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(bits)}
        : new FileAttribute<?>[0];
  }

  /** Makes a directory that only its owner may use. */
  void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, privateDirectory);
  }

  /** Makes a directory and the missing ones above it, as the process's mask says. */
  void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  /** Makes a file that only its owner may use, and opens it. */
  FileChannel createFile(Path file) throws IOException {
    return FileChannel.open(file, NEW_FILE, privateFile);
  }

  /**
   * Makes a file with its permissions, as far as the process's mask leaves them to it, and opens
   * it.
   */
  FileChannel createFile(Path file, Set<PosixFilePermission> permissions) throws IOException {
    return FileChannel.open(file, NEW_FILE, only(posix, permissions));
  }

  /** Opens a file that is there, to change it. */
  FileChannel openFile(Path file) throws IOException {
    return FileChannel.open(file, THERE);
  }

  int write(FileChannel file, ByteBuffer data, long offset) throws IOException {
    return file.write(data, offset);
  }

  void truncate(FileChannel file, long size) throws IOException {
    file.truncate(size);
  }

  /** Gives the room of a part of a file back. */
  void punchHole(Path file, long offset, long length) throws IOException {
    posix().punchHole(PathBytes.of(file), offset, length);
  }

  void force(FileChannel file) throws IOException {
    file.force(true);
  }

  /** Forces the names in a directory, and its metadata, to the disk. */
  void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void symbolicLink(Path link, Path pointer) throws IOException {
    Files.createSymbolicLink(link, pointer);
  }

  void link(Path name, Path existing) throws IOException {
    Files.createLink(name, existing);
  }

  /** Renames; replaces a file or link. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete(Path path) throws IOException {
    Files.delete(path);
  }

  void deleteIfThere(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  void owner(Path path, long uid) throws IOException {
    Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
  }

  void group(Path path, long gid) throws IOException {
    Files.setAttribute(path, "unix:gid", (int) gid, LinkOption.NOFOLLOW_LINKS);
  }

  void owner(Path path, UserPrincipal user) throws IOException {
    view(path).setOwner(user);
  }

  void group(Path path, GroupPrincipal group) throws IOException {
    view(path).setGroup(group);
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Sets all twelve bits, of a file or directory. */
  void mode(Path path, int bits) throws IOException {
    try {
      Files.setAttribute(path, "unix:mode", bits, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      // Not to follow a link the JDK opens the file, which its own owner may be forbidden to do.
      if (Posix.available()) {
        modeUnopened(path, bits);
        return;
      }
      if (Files.isSymbolicLink(path)) {
        throw e;
      }
      Files.setAttribute(path, "unix:mode", bits);
    }
  }

  /** Sets the nine ordinary bits, where there is no more. */
  void permissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    Files.setPosixFilePermissions(path, permissions);
  }

  /** Sets the modification time of a file, directory or link; it would wait for ever on a fifo. */
  void modified(Path path, Instant time) throws IOException {
    // The JDK sets 1970 instead of a moment before it that is no whole second; and it would set the
    // access time again to what it is, with the same fault, if none were given.
    Instant settable =
        time.getEpochSecond() < 0 ? Instant.ofEpochSecond(time.getEpochSecond()) : time;
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(settable), FileTime.from(Instant.now()), null);
  }

  /** Sets the modification time without opening what it is of. */
  void modifiedUnopened(Path path, Instant time) throws IOException {
    posix().setModified(PathBytes.of(path), time);
  }

  /** Sets all twelve bits of what is no link, without opening it. */
  void modeUnopened(Path path, int bits) throws IOException {
    posix().setPermissions(PathBytes.of(path), bits);
  }

  /** Makes a fifo, or with the right to do so a device node. */
  void node(Path path, int type, DeviceNumber number) throws IOException {
    posix().makeNode(PathBytes.of(path), type, 0600, number.major(), number.minor());
  }

  void attribute(Path path, String name, byte[] value) throws IOException {
    posix().setAttribute(PathBytes.of(path), name.getBytes(StandardCharsets.UTF_8), value);
  }

  void removeAttribute(Path path, String name) throws IOException {
    posix().removeAttribute(PathBytes.of(path), name.getBytes(StandardCharsets.UTF_8));
  }

  private static Posix posix() {
    return Posix.find()
        .orElseThrow(() -> new UnsupportedOperationException(Posix.unavailableReason()));
  }
}
