package io.byssus.core;

import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.filesystem.SnapshotFileSystem;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;

/**
 * Makes paths of a snapshot's {@linkplain BackupRepository#fileSystem file system} from paths that
 * are not text.
 *
 * <p>Names are bytes. As text, {@code \\xNN} is a byte and a double backslash a single one, so that
 * what a path of a snapshot prints leads back to it by {@link FileSystem#getPath}. What a path of
 * the disk prints does not: there a backslash is a character like others. These conversions do, for
 * every name:
 *
 * <pre>{@code
 * try (FileSystem files = repository.fileSystem(snapshot)) {
 *   Files.copy(SnapshotPaths.of(files, Path.of("/srv/shop/orders.csv")), target);
 * }
 * }</pre>
 */
public final class SnapshotPaths {
  private SnapshotPaths() {}

  /**
   * Returns a path of this machine's disk as a path of a snapshot.
   *
   * @param files a snapshot's file system
   * @param path of the default file system, where paths have no drives; one that is relative stays
   *     so
   * @throws ProviderMismatchException if one of them is of another kind
   */
  public static Path of(FileSystem files, Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new ProviderMismatchException("not a path of this machine's disk: " + path);
    }
    return of(files, PathBytes.of(path));
  }

  /**
   * Returns the path that has these bytes.
   *
   * @param files a snapshot's file system
   * @param path names with slashes between them; a slash at the start makes it absolute
   * @throws java.nio.file.InvalidPathException if a part is no name
   * @throws ProviderMismatchException if the file system is not a snapshot's
   */
  public static Path of(FileSystem files, byte[] path) {
    return snapshot(files).pathOf(path);
  }

  /**
   * Returns the path of an entry, as listings, finds and reports name it.
   *
   * @param files a snapshot's file system
   * @param path from the snapshot's top
   * @throws ProviderMismatchException if the file system is not a snapshot's
   */
  public static Path of(FileSystem files, EntryPath path) {
    return snapshot(files).getPath(path.toString());
  }

  private static SnapshotFileSystem snapshot(FileSystem files) {
    if (files instanceof SnapshotFileSystem snapshot) {
      return snapshot;
    }
    throw new ProviderMismatchException("not the file system of a snapshot: " + files);
  }
}
