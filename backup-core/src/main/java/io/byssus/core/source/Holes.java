package io.byssus.core.source;

import io.byssus.api.source.SourceSession.Omissions;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a sparse file has data, looked up piece by piece as it is read. A file without holes is
 * found to be so by one call. Used by one thread.
 */
final class Holes implements AutoCloseable {
  /** Below, a hole saves nothing that would be noticed, and looking would cost more. */
  private static final long SPARSE_FROM = 128 * 1024;

  private final Posix posix;
  private final int file;
  private final long size;

  /** The data that was found last goes from here to where the next hole begins. */
  private long dataFrom;

  private long dataTo;

  private Holes(Posix posix, int file, long size, long firstHole) {
    this.posix = posix;
    this.file = file;
    this.size = size;
    this.dataTo = firstHole;
  }

  /** Returns the holes of a file, or {@code null} if it has none, or none can be found. */
  static @Nullable Holes of(Path path, long size) throws IOException {
    if (!areWorthLooking(path, size) || !Posix.available()) {
      return null;
    }
    Posix posix = Posix.find().orElseThrow();
    int file = posix.openFile(Posix.WORKING_DIRECTORY, PathBytes.of(path));
    Holes holes = null;
    try {
      long firstHole = posix.nextHole(file, 0);
      if (firstHole < size) {
        holes = new Holes(posix, file, size, firstHole);
      }
      return holes;
    } catch (IOException e) {
      return null; // A file system that does not tell; what is read is right all the same.
    } finally {
      if (holes == null) {
        posix.close(file);
      }
    }
  }

  private static boolean areWorthLooking(Path path, long size) {
    return size >= SPARSE_FROM && path.getFileSystem().equals(FileSystems.getDefault());
  }

  /** Names the holes of a file, if it has any, where nobody can tell them from zeros. */
  static void omit(Path path, long size, Omissions omissions) {
    if (areWorthLooking(path, size) && !Posix.available()) {
      omissions.add("holes of sparse files, if there are any", Posix.unavailableReason());
    }
  }

  /** Returns how many bytes of data follow a position, or 0 where a hole is. */
  long dataAt(long position) throws IOException {
    if (position >= size) {
      return Long.MAX_VALUE; // The file has grown; its end will be found by reading.
    }
    if (position >= dataTo) {
      long data = posix.nextData(file, position);
      dataFrom = data < 0 ? size : data;
      dataTo = data < 0 ? size : posix.nextHole(file, data);
    }
    return position < dataFrom ? 0 : dataTo - position;
  }

  /** Returns how long the hole at a position is, or 0 if data is there. */
  long holeAt(long position) throws IOException {
    return position < size && dataAt(position) == 0 ? dataFrom - position : 0;
  }

  @Override
  public void close() {
    posix.close(file);
  }
}
