package io.byssus.testkit.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file or directory. It stays what it is when its name goes. */
final class CrashChannel extends FileChannel {
  private final CrashDisk disk;
  private final int inode;
  private final String path;
  private long position;

  CrashChannel(CrashDisk disk, int inode, String path) {
    this.disk = disk;
    this.inode = inode;
    this.path = path;
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    int count = read(destination, position);
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public int read(ByteBuffer destination, long offset) throws IOException {
    requireOpen();
    return disk.exclusively(state -> state.inode(inode).read(offset, destination));
  }

  @Override
  public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = read(destinations[i]);
      if (count < 0) {
        return total == 0 ? count : total;
      }
      total += count;
    }
    return total;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source, long offset) throws IOException {
    requireOpen();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    change(new DiskOperation.Write(inode, offset, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    return bytes.length;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += write(sources[i]);
    }
    return total;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return disk.exclusively(state -> (long) state.inode(inode).size());
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    if (size < size()) {
      change(new DiskOperation.Resize(inode, size));
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen();
    disk.sync(inode, path);
  }

  @Override
  public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(count, Math.max(0, size() - offset)));
    read(block, offset);
    return target.write(block.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long offset, long count) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(count, 1 << 16));
    return source.read(block) < 0 ? 0 : write(block.flip(), offset);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long offset, long size) {
    throw new UnsupportedOperationException("this disk can't be mapped");
  }

  /** Whoever asks has the lock: other processes do not see this disk. */
  @Override
  public FileLock lock(long offset, long size, boolean shared) throws IOException {
    requireOpen();
    return new FileLock(this, offset, size, shared) {
      @Override
      public boolean isValid() {
        return CrashChannel.this.isOpen();
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public FileLock tryLock(long offset, long size, boolean shared) throws IOException {
    return lock(offset, size, shared);
  }

  @Override
  protected void implCloseChannel() {}

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private void change(DiskOperation operation) throws IOException {
    disk.exclusively(
        state -> {
          disk.change(operation);
          return state;
        });
  }
}
