package io.byssus.core.internal.chunk;

import io.byssus.api.UnsupportedFormatException;

/**
 * The sizes of content-defined chunks, in bytes. Fixed when a repository is created: other sizes
 * would cut the same content in other places and find nothing again.
 *
 * @param minimum no chunk is smaller, but for the last of a file
 * @param average what chunks of arbitrary content tend to; a power of two
 * @param maximum no chunk is larger
 */
public record ChunkSizes(int minimum, int average, int maximum) {
  /** Suits files of all sizes: the index stays small, and a changed byte costs about a mebibyte. */
  public static final ChunkSizes DEFAULT = new ChunkSizes(512 << 10, 1 << 20, 8 << 20);

  private static final int SMALLEST = 64;
  private static final int LARGEST = 32 << 20;

  /**
   * Checks the order and the bounds.
   *
   * @throws UnsupportedFormatException if the sizes make no sense
   */
  public ChunkSizes {
    boolean ordered = SMALLEST <= minimum && minimum < average && average < maximum;
    if (!ordered || maximum > LARGEST || Integer.bitCount(average) != 1) {
      throw new UnsupportedFormatException(
          "unsupported chunk sizes: " + minimum + ", " + average + ", " + maximum + " bytes");
    }
  }
}
