package io.byssus.core.internal.pack;

/** Arrays that are used again and again, for contents of many lengths. */
public final class Buffers {
  private Buffers() {}

  /**
   * Returns an array that has room for so many bytes: the given one, or else a new one that is
   * larger by up to a quarter, so that lengths that differ little need no new one each.
   */
  public static byte[] withRoomFor(int length, byte[] buffer) {
    if (buffer.length >= length) {
      return buffer;
    }
    int step = Math.max(1, Integer.highestOneBit(length - 1) / 4);
    return new byte[Math.max(length, Math.addExact(length - 1, step) / step * step)];
  }
}
