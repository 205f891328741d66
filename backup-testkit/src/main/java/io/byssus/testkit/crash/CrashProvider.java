package io.byssus.testkit.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does what {@code java.nio.file.Files} asks of one disk in memory. */
final class CrashProvider extends FileSystemProvider {
  private final CrashFileSystem fileSystem;
  private final CrashDisk disk;

  CrashProvider(CrashFileSystem fileSystem, CrashDisk disk) {
    this.fileSystem = fileSystem;
    this.disk = disk;
  }

  @Override
  public String getScheme() {
    return "crash";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("made by CrashFileSystem.create()");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return disk.exclusively(
        state -> {
          boolean writes =
              options.contains(StandardOpenOption.WRITE)
                  || options.contains(StandardOpenOption.APPEND);
          Inode inode = disk.lookUp(path);
          if (options.contains(StandardOpenOption.CREATE_NEW) && inode != null) {
            throw new FileAlreadyExistsException(path.toString());
          }
          boolean creates =
              options.contains(StandardOpenOption.CREATE_NEW)
                  || options.contains(StandardOpenOption.CREATE);
          if (inode == null) {
            if (!writes || !creates) {
              throw new NoSuchFileException(path.toString());
            }
            inode = disk.make(path, InodeKind.FILE);
            permit(inode, attributes);
          }
          if (inode.kind == InodeKind.DIRECTORY && writes) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
          }
          if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            disk.change(new DiskOperation.Resize(inode.number, 0));
          }
          CrashChannel channel = new CrashChannel(disk, inode.number, path.toString());
          if (options.contains(StandardOpenOption.APPEND)) {
            channel.position(inode.size());
          }
          return channel;
        });
  }

  private void permit(Inode inode, FileAttribute<?>... attributes) {
    for (FileAttribute<?> attribute : attributes) {
      if (attribute.name().equals("posix:permissions") && attribute.value() instanceof Set<?> set) {
        Set<PosixFilePermission> permissions =
            set.stream().map(PosixFilePermission.class::cast).collect(Collectors.toSet());
        disk.change(new DiskOperation.Permit(inode.number, permissions));
      }
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> found =
        disk.exclusively(
            state -> {
              Inode inode = disk.find(directory);
              if (inode.kind != InodeKind.DIRECTORY) {
                throw new NotDirectoryException(directory.toString());
              }
              List<Path> paths = new ArrayList<>();
              for (String name : inode.names.keySet()) {
                Path path = directory.resolve(name);
                if (filter.accept(path)) {
                  paths.add(path);
                }
              }
              return paths;
            });
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    disk.exclusively(
        state -> {
          Inode made = disk.make(directory, InodeKind.DIRECTORY);
          permit(made, attributes);
          return made;
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    disk.exclusively(
        state -> {
          Inode inode = disk.find(existing);
          Inode directory = disk.directoryOf(link);
          if (directory.names.containsKey(CrashDisk.nameOf(link))) {
            throw new FileAlreadyExistsException(link.toString());
          }
          disk.change(
              new DiskOperation.Name(
                  directory.number,
                  CrashDisk.nameOf(link),
                  inode.number,
                  inode.kind,
                  inode.modified));
          return inode;
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.exclusively(
        state -> {
          Inode inode = disk.find(path);
          if (!inode.names.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
          }
          disk.change(
              new DiskOperation.Unname(disk.directoryOf(path).number, CrashDisk.nameOf(path)));
          return inode;
        });
  }

  /** Renames at once, as {@link StandardCopyOption#ATOMIC_MOVE} does. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    List<CopyOption> wanted = Arrays.asList(options);
    disk.exclusively(
        state -> {
          Inode inode = disk.find(source);
          boolean replaces =
              wanted.contains(StandardCopyOption.ATOMIC_MOVE)
                  || wanted.contains(StandardCopyOption.REPLACE_EXISTING);
          if (!replaces && disk.lookUp(target) != null) {
            throw new FileAlreadyExistsException(target.toString());
          }
          disk.change(
              new DiskOperation.Rename(
                  disk.directoryOf(source).number,
                  CrashDisk.nameOf(source),
                  disk.directoryOf(target).number,
                  CrashDisk.nameOf(target)));
          return inode;
        });
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("this disk copies nothing by itself");
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return disk.exclusively(state -> disk.find(path).number == disk.find(other).number);
  }

  @Override
  public boolean isHidden(Path path) {
    return CrashDisk.nameOf(path).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new CrashFileStore();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.exclusively(state -> disk.find(path));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type.isAssignableFrom(CrashAttributeView.class)
        ? type.cast(new CrashAttributeView(disk, path))
        : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (!type.isAssignableFrom(PosixFileAttributes.class)) {
      throw new UnsupportedOperationException("this disk has no " + type.getName());
    }
    return type.cast(new CrashAttributeView(disk, path).readAttributes());
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    PosixFileAttributes found = new CrashAttributeView(disk, path).readAttributes();
    return Map.of("size", found.size(), "lastModifiedTime", found.lastModifiedTime());
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("set it through a view: " + attribute);
  }
}
