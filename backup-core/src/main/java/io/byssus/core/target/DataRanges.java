package io.byssus.core.target;

import io.byssus.api.target.TargetContent.DataRange;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a file has data and where holes, as its file system tells. Used by one thread at a time.
 */
final class DataRanges implements AutoCloseable {
  private final Posix posix;
  private final int file;

  private DataRanges(Posix posix, int file) {
    this.posix = posix;
    this.file = file;
  }

  /** Opens a file to ask for its data, or returns {@code null} where that can't be asked. */
  static @Nullable DataRanges of(Path path) throws IOException {
    Posix posix = Posix.find().orElse(null);
    if (posix == null || !path.getFileSystem().equals(FileSystems.getDefault())) {
      return null;
    }
    return new DataRanges(posix, posix.openFile(Posix.WORKING_DIRECTORY, PathBytes.of(path)));
  }

  /** Returns the next data at or behind a place, or an empty range at the end. */
  DataRange next(long from, long size) throws IOException {
    long start = from < size ? posix.nextData(file, from) : -1;
    return start < 0 || start >= size
        ? new DataRange(size, size)
        : new DataRange(start, Math.min(size, posix.nextHole(file, start)));
  }

  @Override
  public void close() {
    posix.close(file);
  }
}
