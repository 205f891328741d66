package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.filesystem.Lookup.LastLink;
import io.byssus.core.internal.tree.TreeEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what {@code java.nio.file.Files} asks of one snapshot. Safe for use by many threads. */
final class SnapshotProvider extends FileSystemProvider {
  private static final int ANY_EXECUTE = 0111;
  private static final Set<OpenOption> READING =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.CREATE,
          StandardOpenOption.SPARSE,
          StandardOpenOption.SYNC,
          StandardOpenOption.DSYNC,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private final SnapshotFileSystem fileSystem;

  SnapshotProvider(SnapshotFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  @Override
  public String getScheme() {
    return SnapshotUri.SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException(
        "a snapshot's file system comes from BackupRepository.fileSystem");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    SnapshotUri.requireIn(fileSystem, uri);
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return SnapshotUri.path(fileSystem, uri);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    SnapshotPath mine = mine(path);
    if (!READING.containsAll(options)) {
      throw new ReadOnlyFileSystemException();
    }
    Node node = find(mine, options.contains(LinkOption.NOFOLLOW_LINKS));
    if (node.entry().kind() != EntryKind.FILE) {
      throw new FileSystemException(
          path.toString(), null, node.isDirectory() ? "Is a directory" : "Not a regular file");
    }
    return new SnapshotChannel(
        mine, new ContentReader(fileSystem.readers(), node.entry().content()));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    SnapshotPath mine = mine(directory);
    Objects.requireNonNull(filter);
    Node node = fileSystem.lookup().find(mine, LastLink.FOLLOW);
    if (!node.isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    List<TreeEntry> entries = fileSystem.lookup().entries(mine, node);
    return new SnapshotDirectoryStream(
        entries.stream().map(entry -> mine.resolve(entry.name().toString())).iterator(), filter);
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    SnapshotPath mine = mine(link);
    Node node = fileSystem.lookup().find(mine, LastLink.KEEP);
    if (!node.isLink()) {
      throw new NotLinkException(link.toString());
    }
    return SnapshotPath.of(fileSystem, node.entry().linkTarget());
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    SnapshotPath mine = mine(path);
    if (mine.equals(other)) {
      return true;
    }
    if (!(Objects.requireNonNull(other) instanceof SnapshotPath that)
        || that.getFileSystem() != fileSystem) {
      return false;
    }
    Lookup lookup = fileSystem.lookup();
    return lookup
        .find(mine, LastLink.FOLLOW)
        .key()
        .equals(lookup.find(that, LastLink.FOLLOW).key());
  }

  Path realPath(SnapshotPath path, LinkOption... options) throws IOException {
    Lookup lookup = fileSystem.lookup();
    if (follows(options) == LastLink.FOLLOW) {
      Node node = lookup.find(path, LastLink.FOLLOW);
      return SnapshotPath.absolute(
          fileSystem, node.path().names().stream().map(Objects::toString).toList());
    }
    List<String> kept = new ArrayList<>();
    for (String name : path.toAbsolutePath().names()) {
      SnapshotPath before = SnapshotPath.absolute(fileSystem, kept);
      boolean up = name.equals("..");
      if (up && !kept.isEmpty() && !lookup.find(before, LastLink.KEEP).isLink()) {
        kept.remove(kept.size() - 1); // behind a link, only the link knows what is above
      } else if (!name.equals(".") && !(up && kept.isEmpty())) {
        kept.add(name);
      }
    }
    SnapshotPath plain = SnapshotPath.absolute(fileSystem, kept);
    lookup.find(plain, LastLink.KEEP);
    return plain;
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = mine(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    fileSystem.lookup().find(mine(path), LastLink.FOLLOW);
    return new SnapshotFileStore(fileSystem.snapshot());
  }

  /** Whoever can open the repository may read all of it; what is executable says the mode. */
  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Node node = fileSystem.lookup().find(mine(path), LastLink.FOLLOW);
    List<AccessMode> wanted = Arrays.asList(modes);
    if (wanted.contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "a snapshot is read-only");
    }
    if (wanted.contains(AccessMode.EXECUTE)
        && !node.isDirectory()
        && (node.entry().metadata().permissions() & ANY_EXECUTE) == 0) {
      throw new AccessDeniedException(path.toString(), null, "not executable");
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    SnapshotPath mine = mine(path);
    if (type == UserDefinedFileAttributeView.class) {
      return type.cast(new SnapshotUserView(mine, follows(options)));
    }
    String name = null;
    if (type == BasicFileAttributeView.class) {
      name = "basic";
    } else if (type == PosixFileAttributeView.class) {
      name = "posix";
    } else if (type == FileOwnerAttributeView.class) {
      name = "owner";
    }
    return name == null ? null : type.cast(new SnapshotAttributeView(name, mine, follows(options)));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException("a snapshot has no " + type.getName());
    }
    return type.cast(attributes(mine(path), follows(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return NamedAttributes.read(attributes(mine(path), follows(options)), attributes);
  }

  SnapshotAttributes attributes(SnapshotPath path, LastLink last) throws IOException {
    return new SnapshotAttributes(fileSystem.lookup().find(path, last));
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    // As the disk does: so Files.createDirectories accepts one that is there.
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void createLink(Path link, Path existing) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  private Node find(SnapshotPath path, boolean keepLink) throws IOException {
    return fileSystem.lookup().find(path, keepLink ? LastLink.KEEP : LastLink.FOLLOW);
  }

  private static LastLink follows(LinkOption... options) {
    return options.length == 0 ? LastLink.FOLLOW : LastLink.KEEP;
  }

  private SnapshotPath mine(Path path) {
    if (Objects.requireNonNull(path) instanceof SnapshotPath mine
        && mine.getFileSystem() == fileSystem) {
      return mine;
    }
    throw new ProviderMismatchException("not a path in " + fileSystem + ": " + path);
  }
}
