package io.byssus.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The name of a chunk: the keyed hash (HMAC-SHA-256) of its plaintext, so that equal content has
 * one name and nobody without the key can tell what content a name stands for.
 *
 * @param word0 bytes 0 to 7, big-endian
 * @param word1 bytes 8 to 15
 * @param word2 bytes 16 to 23
 * @param word3 bytes 24 to 31
 */
public record ChunkId(long word0, long word1, long word2, long word3)
    implements Comparable<ChunkId> {
  /** Length in bytes. */
  public static final int BYTES = 32;

  /**
   * Returns the id that starts at an offset of an array.
   *
   * @param bytes the array
   * @param offset where the 32 bytes start
   */
  public static ChunkId of(byte[] bytes, int offset) {
    ByteBuffer words = ByteBuffer.wrap(bytes, offset, BYTES).order(ByteOrder.BIG_ENDIAN);
    return new ChunkId(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  /**
   * Returns the id with the given bytes.
   *
   * @param bytes 32 bytes
   * @throws IllegalArgumentException if there are not 32
   */
  public static ChunkId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a chunk id has 32 bytes, not " + bytes.length);
    }
    return of(bytes, 0);
  }

  /** Returns the 32 bytes of the id. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(word0)
        .putLong(word1)
        .putLong(word2)
        .putLong(word3)
        .array();
  }

  @Override
  public int compareTo(ChunkId other) {
    int order = Long.compareUnsigned(word0, other.word0);
    order = order != 0 ? order : Long.compareUnsigned(word1, other.word1);
    order = order != 0 ? order : Long.compareUnsigned(word2, other.word2);
    return order != 0 ? order : Long.compareUnsigned(word3, other.word3);
  }

  // Written out, because a record's own are linked at their first call, which takes milliseconds.

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkId that
        && word0 == that.word0
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3;
  }

  /** Returns a part of the id: it is a hash itself. */
  @Override
  public int hashCode() {
    return Long.hashCode(word0 ^ word3);
  }

  /** Returns the id as 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
