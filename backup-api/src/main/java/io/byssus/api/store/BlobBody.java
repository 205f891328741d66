package io.byssus.api.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The bytes of a blob to be created: of known length and checksum, and readable more than once, so
 * that a store can compute a signature or send a part again.
 */
public interface BlobBody {
  /** Returns the number of bytes. */
  long length();

  /** Returns the CRC32C (RFC 3720) of all bytes. */
  int crc32c();

  /**
   * Returns a stream over all bytes, from the start, at each call.
   *
   * @throws IOException if the bytes can't be read
   */
  InputStream open() throws IOException;

  /**
   * Writes all bytes into a channel. Stores that write files use it; the default copies from {@link
   * #open()}.
   *
   * @throws IOException if reading or writing fails
   */
  default void writeTo(WritableByteChannel channel) throws IOException {
    byte[] block = new byte[1 << 16];
    try (InputStream in = open()) {
      int count;
      while ((count = in.read(block)) > 0) {
        ByteBuffer rest = ByteBuffer.wrap(block, 0, count);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
    }
  }

  /** Returns a body of an array's bytes, which must not change while the body is in use. */
  static BlobBody of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * Returns a body of a part of an array, which must not change while the body is in use.
   *
   * @param bytes the array
   * @param offset where the body starts
   * @param length how long it is
   */
  static BlobBody of(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return new ArrayBody(bytes, offset, length, (int) crc.getValue());
  }

  /** A body in memory. Made by {@link BlobBody#of(byte[], int, int)}. */
  final class ArrayBody implements BlobBody {
    /** Small enough for the JDK's cached direct buffer of each writing thread. */
    private static final int WRITE_SIZE = 256 * 1024;

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final int crc32c;

    private ArrayBody(byte[] bytes, int offset, int length, int crc32c) {
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
      this.crc32c = crc32c;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public int crc32c() {
      return crc32c;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, offset, length);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
      for (int done = 0; done < length; ) {
        int size = Math.min(WRITE_SIZE, length - done);
        ByteBuffer part = ByteBuffer.wrap(bytes, offset + done, size);
        while (part.hasRemaining()) {
          channel.write(part);
        }
        done += size;
      }
    }

    @Override
    public String toString() {
      return "BlobBody[" + length + " bytes]";
    }
  }
}
