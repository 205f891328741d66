package io.byssus.core.internal.filesystem;

import io.byssus.core.internal.pack.ChunkReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Readers of chunks, each lent to one thread at a time. Safe for use by many threads. */
final class ReaderPool implements AutoCloseable {
  private final Supplier<ChunkReader> readers;
  private final int maxIdle;
  private final Deque<ChunkReader> idle = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * Creates a pool.
   *
   * @param readers makes a reader
   * @param maxIdle how many to keep for the next one; each has buffers of a few MiB
   */
  ReaderPool(Supplier<ChunkReader> readers, int maxIdle) {
    this.readers = readers;
    this.maxIdle = maxIdle;
  }

  <T> T use(Function<ChunkReader, T> work) {
    ChunkReader reader = take();
    try {
      return work.apply(reader);
    } finally {
      giveBack(reader);
    }
  }

  private ChunkReader take() {
    lock.lock();
    try {
      ChunkReader reader = idle.poll();
      if (reader != null) {
        return reader;
      }
    } finally {
      lock.unlock();
    }
    return readers.get();
  }

  private void giveBack(ChunkReader reader) {
    lock.lock();
    try {
      if (!closed && idle.size() < maxIdle) {
        idle.push(reader);
        return;
      }
    } finally {
      lock.unlock();
    }
    reader.close();
  }

  /** Closes the readers; those that are lent, when they come back. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(ChunkReader::close);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }
}
