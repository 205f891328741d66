package io.byssus.core.internal.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The paths of a directory's entries, iterated once, in the order of their names. */
final class SnapshotDirectoryStream implements DirectoryStream<Path> {
  private final Iterator<Path> paths;
  private final Filter<? super Path> filter;
  private boolean iterated;
  private volatile boolean closed;

  SnapshotDirectoryStream(Iterator<Path> paths, Filter<? super Path> filter) {
    this.paths = paths;
    this.filter = filter;
  }

  @Override
  public synchronized Iterator<Path> iterator() {
    if (closed) {
      throw new IllegalStateException("the directory stream is closed");
    }
    if (iterated) {
      throw new IllegalStateException("a directory stream is iterated once");
    }
    iterated = true;
    return new Accepted();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Accepted implements Iterator<Path> {
    private @Nullable Path next;

    @Override
    public synchronized boolean hasNext() {
      while (next == null && !closed && paths.hasNext()) {
        Path path = paths.next();
        try {
          next = filter.accept(path) ? path : null;
        } catch (IOException e) {
          throw new DirectoryIteratorException(e);
        }
      }
      return next != null;
    }

    @Override
    public synchronized Path next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Path path = next;
      next = null;
      return path;
    }
  }
}
