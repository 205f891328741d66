package io.byssus.core.internal.chunk;

/**
 * Finds the boundaries of content-defined chunks, so that a byte inserted into a file moves few of
 * them.
 *
 * <p>FastCDC (Xia et al., USENIX ATC 2016) with normalised chunking at level 2: a gear hash rolls
 * over the content behind the minimum size, and a boundary is where its highest bits are zero. More
 * bits are looked at before the average size than behind it, which gathers the sizes around the
 * average. The gear table is secret, so that the sizes of chunks do not tell which known file they
 * are of.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class FastCdc {
  /** The name that a repository's configuration gives this chunker. */
  public static final String NAME = "fastcdc-1";

  /** No boundary was found: more content is needed. */
  public static final int NONE = -1;

  private static final int GEAR_ENTRIES = 256;

  /** How many more, and fewer, bits must be zero before, and behind, the average size. */
  private static final int NORMALISATION = 2;

  private final ChunkSizes sizes;
  private final long[] gear;
  private final long strictMask;
  private final long looseMask;

  /**
   * Creates a chunker.
   *
   * @param sizes the sizes of chunks
   * @param gear 256 random numbers
   */
  public FastCdc(ChunkSizes sizes, long[] gear) {
    if (gear.length != GEAR_ENTRIES) {
      throw new IllegalArgumentException("a gear table has 256 entries, not " + gear.length);
    }
    this.sizes = sizes;
    this.gear = gear.clone();
    int bits = Integer.numberOfTrailingZeros(sizes.average());
    this.strictMask = highest(bits + NORMALISATION);
    this.looseMask = highest(bits - NORMALISATION);
  }

  private static long highest(int bits) {
    return -1L << (Long.SIZE - bits);
  }

  /** Returns the sizes of the chunks. */
  public ChunkSizes sizes() {
    return sizes;
  }

  /**
   * Returns the length of the chunk that starts at {@code from}, or {@link #NONE} if it does not
   * end before {@code to}. At the end of the content, what is left is the last chunk.
   *
   * @param bytes holds the content
   * @param from where the chunk starts
   * @param to where the content that is there so far ends
   */
  public int cut(byte[] bytes, int from, int to) {
    int strictEnd = (int) Math.min((long) from + sizes.average(), to);
    int end = (int) Math.min((long) from + sizes.maximum(), to);
    long[] table = gear;
    long hash = 0;
    int at = from + sizes.minimum();
    for (; at < strictEnd; at++) {
      hash = (hash << 1) + table[bytes[at] & 0xff];
      if ((hash & strictMask) == 0) {
        return at + 1 - from;
      }
    }
    for (; at < end; at++) {
      hash = (hash << 1) + table[bytes[at] & 0xff];
      if ((hash & looseMask) == 0) {
        return at + 1 - from;
      }
    }
    return end - from == sizes.maximum() ? sizes.maximum() : NONE;
  }
}
