package io.byssus.crypto;

import java.nio.ByteBuffer;

/**
 * The segments of one record: how they lie, their nonces and their associated data ({@code
 * docs/format.md}, section 2.3).
 */
final class Segments {
  /** Larger pieces are slow in a young JVM, and need more memory to verify. */
  static final int PLAIN_BYTES = 1 << 16;

  static final int SEALED_BYTES = PLAIN_BYTES + Aead.TAG_BYTES;

  private static final int LAST = 1 << 31;

  private Segments() {}

  /** Returns how many segments a payload has. */
  static int count(int payloadLength) {
    return payloadLength == 0 ? 1 : (int) (((long) payloadLength + PLAIN_BYTES - 1) / PLAIN_BYTES);
  }

  /** Returns how long a sealed record is, its masked header included. */
  static long sealedLength(int payloadLength) {
    return (long) RecordHeader.BYTES + payloadLength + (long) Aead.TAG_BYTES * count(payloadLength);
  }

  static byte[] nonce(long recordOffset, int segment, int count) {
    return ByteBuffer.allocate(Aead.NONCE_BYTES)
        .putLong(recordOffset)
        .putInt(segment == count - 1 ? segment | LAST : segment)
        .array();
  }
}
