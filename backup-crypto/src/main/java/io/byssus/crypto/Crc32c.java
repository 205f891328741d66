package io.byssus.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * The CRC-32C checksum (Castagnoli; RFC 3720, appendix B.4), which finds accidents, not attacks.
 *
 * <p>Safe for use by several threads.
 */
public final class Crc32c {
  private static final int STREAM_BUFFER = 1 << 16;

  private Crc32c() {}

  /**
   * Returns the checksum of a part of an array.
   *
   * @param bytes the array
   * @param offset where the part starts
   * @param length how long it is
   * @return 32 bits
   */
  public static int of(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }

  /** Returns the checksum of an array: 32 bits. */
  public static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * Returns the checksum of a stream, read to its end and not closed.
   *
   * @throws IOException if the stream can't be read
   */
  public static int of(InputStream stream) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[STREAM_BUFFER];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      checksum.update(buffer, 0, count);
    }
    return (int) checksum.getValue();
  }
}
