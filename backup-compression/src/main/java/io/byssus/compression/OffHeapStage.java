package io.byssus.compression;

import java.nio.ByteBuffer;

/**
 * Buffers outside the heap through which a compressor works.
 *
 * <p>Native code that works on a heap array pins it, and the collectors of JDK 17 wait for as long:
 * another thread that needed memory stood still for 2.9 s while zstd 19 compressed 8 MiB, and for
 * 14 ms when it worked on direct buffers. A fast level takes milliseconds, but its thread may be
 * one that yields to others, and is then waited for until it gets a processor again. A copy takes a
 * fortieth of the time of zstd 3.
 *
 * <p>Grows to the largest piece and is kept between pieces. Not safe for use by several threads.
 */
final class OffHeapStage {
  private ByteBuffer source = ByteBuffer.allocateDirect(0);
  private ByteBuffer result = ByteBuffer.allocateDirect(0);

  /** Returns a copy of a piece, valid until the next call. */
  ByteBuffer source(byte[] bytes, int offset, int length) {
    source = withCapacity(source, length);
    return source.put(bytes, offset, length).flip();
  }

  /** Returns room for a result, valid until the next call. */
  ByteBuffer result(int capacity) {
    result = withCapacity(result, capacity);
    return result.limit(capacity);
  }

  private static ByteBuffer withCapacity(ByteBuffer buffer, int capacity) {
    if (buffer.capacity() >= capacity) {
      return buffer.clear();
    }
    // A power of two, so that slowly growing pieces do not leave a trail of buffers behind.
    int rounded = Integer.highestOneBit(capacity - 1) << 1;
    return ByteBuffer.allocateDirect(Math.max(rounded, capacity));
  }
}
