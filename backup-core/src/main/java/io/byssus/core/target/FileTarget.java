package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.internal.file.MetadataReader;
import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of this machine that is restored into: {@code /srv/shop} in the snapshot becomes
 * {@code DIRECTORY/srv/shop}.
 *
 * <p>A file is written under a temporary name beside its place, private to the user, and renamed
 * into place when it is whole; it replaces a file or link of its name, never a directory. A
 * directory that was made for it is private while it is filled; one that was found is made writable
 * for its owner, and keeps what it allows others. What is in the target already and not in the
 * snapshot stays. The directory itself keeps its metadata.
 *
 * <p>Nothing is written outside the directory: entries go only into directories that this target
 * began, each of which it found, or made, to be a real directory, and no link is ever followed.
 * This holds against any snapshot and against whatever was in the directory before; it does not
 * hold against somebody else who may write there and replaces directories, or files that are being
 * written, by links while the restore runs.
 *
 * <p>Limits: modification times are set to the nanosecond, but of links on Java 17 to the
 * microsecond, and before 1970 to the second; times before 1677 and after 2262 become the nearest
 * that can be set. Setuid and setgid bits are left out where the file's recorded owner or group
 * could not be set. Nothing is forced to the disk.
 *
 * <p>Thread-safe; see {@link Target} for the order of calls.
 */
public final class FileTarget implements Target {
  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final boolean posix;
  private final MetadataWriter metadataWriter;
  private final TemporaryName temporaryName = new TemporaryName();

  /** Where the directories are that were begun and not ended. */
  private final Map<EntryPath, Path> begun = new ConcurrentHashMap<>();

  private final Set<RestoredFile> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private FileTarget(Path directory, OwnerPolicy policy) throws IOException {
    this.directory = directory;
    this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    boolean owners = policy == OwnerPolicy.ALWAYS || (policy == OwnerPolicy.AS_ROOT && isRoot());
    this.metadataWriter = new MetadataWriter(directory.getFileSystem(), owners);
  }

  /**
   * Returns a target that restores owners when the process runs as root.
   *
   * @param directory where to restore to; it and its parents are made if they are missing
   * @throws TargetUnwritableException if it can't be made or written
   */
  public static FileTarget at(Path directory) {
    return at(directory, OwnerPolicy.AS_ROOT);
  }

  /**
   * Returns a target.
   *
   * @param directory where to restore to; it and its parents are made if they are missing
   * @param owners whether owners are restored
   * @throws TargetUnwritableException if it can't be made or written
   */
  public static FileTarget at(Path directory, OwnerPolicy owners) {
    try {
      Files.createDirectories(directory);
      return new FileTarget(directory.toRealPath(), owners);
    } catch (FileAlreadyExistsException e) {
      throw new TargetUnwritableException(
          "can't restore to '" + directory + "': it is no directory", e);
    } catch (IOException e) {
      throw new TargetUnwritableException("can't restore to '" + directory + "': " + e, e);
    }
  }

  /** Returns whether what this process creates here belongs to root; a file is made to find out. */
  private boolean isRoot() throws IOException {
    Path probe = directory.resolve(temporaryName.next());
    Files.createFile(probe, privately(PRIVATE_FILE));
    try {
      MetadataReader reader = MetadataReader.of(directory.getFileSystem());
      return reader.read(probe, LinkOption.NOFOLLOW_LINKS).uid() == 0;
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  @Override
  public String location() {
    return directory.toString();
  }

  @Override
  public void beginDirectory(EntryPath path) throws IOException {
    if (path.isRoot()) {
      begun.put(path, directory);
      return;
    }
    Path place = place(path);
    try {
      Files.createDirectory(place, privately(PRIVATE_DIRECTORY));
    } catch (FileAlreadyExistsException e) {
      adopt(path, place);
    }
    begun.put(path, place);
  }

  private void adopt(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadataWriter.find(place);
    if (found == null || found.kind() != EntryKind.DIRECTORY) {
      String what = found == null ? "something that vanished" : "a " + found.kind();
      throw new IOException("can't make directory '" + path + "': " + what + " is in its place");
    }
    boolean usable =
        Files.isReadable(place) && Files.isWritable(place) && Files.isExecutable(place);
    if (posix && !usable) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(place);
      permissions.addAll(PRIVATE_DIRECTORY);
      Files.setPosixFilePermissions(place, permissions);
    }
  }

  @Override
  public TargetFile beginFile(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    Placement placement = placement(path);
    FileChannel channel =
        FileChannel.open(placement.temporary(), NEW_FILE, privately(PRIVATE_FILE));
    RestoredFile file = new RestoredFile(placement, metadata, metadataWriter, channel, unfinished);
    unfinished.add(file);
    if (closed) {
      file.close();
      throw new IllegalStateException("the target is closed: " + location());
    }
    return file;
  }

  @Override
  public void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget)
      throws IOException {
    requireKind(path, metadata, EntryKind.SYMBOLIC_LINK);
    Placement placement = placement(path);
    Path pointer = pointer(path, linkTarget);
    try {
      Files.createSymbolicLink(placement.temporary(), pointer);
      metadataWriter.write(placement.temporary(), metadata);
      placement.move();
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no links, so '" + path + "' can't be made", e);
    } finally {
      placement.discard();
    }
  }

  private Path pointer(EntryPath path, byte[] linkTarget) throws IOException {
    boolean impossible = linkTarget.length == 0;
    for (byte b : linkTarget) {
      impossible |= b == 0;
    }
    if (impossible) {
      throw new IOException("what link '" + path + "' points to is empty or has a zero byte");
    }
    try {
      return PathBytes.toLinkTarget(linkTarget, directory.getFileSystem());
    } catch (InvalidPathException e) {
      throw new IOException("this file system can't make link '" + path + "'", e);
    }
  }

  @Override
  public void endDirectory(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.DIRECTORY);
    Path place = begun.remove(path);
    if (place == null) {
      throw new IOException("directory '" + path + "' was not begun");
    }
    if (!path.isRoot()) {
      metadataWriter.write(place, metadata);
    }
  }

  /**
   * Removes the temporary files of what was not committed.
   *
   * @throws TargetUnwritableException if one can't be removed
   */
  @Override
  public void close() {
    closed = true;
    IOException failure = null;
    for (RestoredFile file : List.copyOf(unfinished)) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new TargetUnwritableException(
          "a temporary file in '" + location() + "' can't be removed: " + failure, failure);
    }
  }

  private Placement placement(EntryPath path) throws IOException {
    Path place = place(path);
    return new Placement(path, place, place.resolveSibling(temporaryName.next()));
  }

  private Path place(EntryPath path) throws IOException {
    List<EntryName> names = path.names();
    if (names.isEmpty()) {
      throw new IOException("the top directory can only be a directory");
    }
    int last = names.size() - 1;
    Path parent = begun.get(EntryPath.of(names.subList(0, last)));
    if (parent == null) {
      throw new IOException("the directory of '" + path + "' was not begun, or could not be");
    }
    try {
      Path name = PathBytes.toName(names.get(last).bytes(), directory.getFileSystem());
      return parent.resolve(name);
    } catch (InvalidPathException e) {
      throw new IOException("this file system has no name like that of '" + path + "'", e);
    }
  }

  private static void requireKind(EntryPath path, EntryMetadata metadata, EntryKind kind) {
    if (metadata.kind() != kind) {
      throw new IllegalArgumentException(
          "'" + path + "' is to be a " + kind + " with the metadata of a " + metadata.kind());
    }
  }

  private FileAttribute<?>[] privately(Set<PosixFilePermission> permissions) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
