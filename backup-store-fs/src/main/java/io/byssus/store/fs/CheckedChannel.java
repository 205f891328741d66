package io.byssus.store.fs;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on to a file and holds a body to the length and checksum that it announced. Used by
 * one thread.
 */
final class CheckedChannel implements WritableByteChannel {
  private final WritableByteChannel file;
  private final BlobKey key;
  private final BlobBody body;
  private final CRC32C crc = new CRC32C();
  private long length;
  private @Nullable IOException failure;

  CheckedChannel(WritableByteChannel file, BlobKey key, BlobBody body) {
    this.file = file;
    this.key = key;
    this.body = body;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (source.remaining() > body.length() - length) {
      // Before it is written: a body without end must not fill the disk.
      throw new IllegalArgumentException(
          "the body of %s is longer than the %d bytes that it announced"
              .formatted(key, body.length()));
    }
    int start = source.position();
    int count;
    try {
      count = file.write(source);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    crc.update(source.duplicate().limit(start + count).position(start));
    length += count;
    return count;
  }

  /**
   * Checks what was written.
   *
   * @throws IllegalArgumentException if it is not what the body announced
   */
  void verify() {
    if (length != body.length() || (int) crc.getValue() != body.crc32c()) {
      throw new IllegalArgumentException(
          "the body of %s has %d bytes with CRC32C %08x, announced were %d with %08x"
              .formatted(key, length, crc.getValue(), body.length(), body.crc32c()));
    }
  }

  /** Returns whether an error came from the file and not from the body. */
  boolean failedWith(IOException error) {
    return failure == error;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Leaves the file open: who opened it still has to sync it. */
  @Override
  public void close() {}
}
