package io.byssus.core.internal.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of a snapshot, open for reading. An interrupt closes it for all. Safe for use by many
 * threads, one at a time reads.
 */
final class SnapshotChannel implements SeekableByteChannel {
  private final SnapshotPath path;
  private final ContentReader content;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;
  private long position;

  SnapshotChannel(SnapshotPath path, ContentReader content) {
    this.path = path;
    this.content = content;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    lock.lock();
    try {
      requireOpen();
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(null);
      }
      return Damage.asIo(path, () -> fill(destination));
    } catch (FileSystemException e) {
      throw Thread.currentThread().isInterrupted() ? interrupted(e) : e;
    } finally {
      lock.unlock();
    }
  }

  /** As a channel of the disk does: closed, with the thread's flag as it is. */
  private ClosedByInterruptException interrupted(@Nullable IOException cause) {
    closed = true;
    ClosedByInterruptException failure = new ClosedByInterruptException();
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private int fill(ByteBuffer destination) {
    int total = 0;
    while (destination.hasRemaining()) {
      int count = content.read(position, destination);
      if (count < 0) {
        return total == 0 ? -1 : total;
      }
      position += count;
      total += count;
    }
    return total;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    lock.lock();
    try {
      requireOpen();
      return position;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is not negative: " + newPosition);
    }
    lock.lock();
    try {
      requireOpen();
      position = newPosition;
      return this;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return content.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    requireOpen();
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed && path.getFileSystem().isOpen();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
