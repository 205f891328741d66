package io.byssus.crypto;

import java.nio.ByteBuffer;

/** The number of a domain: what is known, found and stored once together. */
public final class Domain {
  /** The domain of all holders who read as well as write. Those of others are greater. */
  public static final long FULL = 1;

  /** Where the header of a container has its domain ({@code docs/format.md}, section 2.1). */
  private static final int HEADER_OFFSET = 16;

  private Domain() {}

  /** Returns a number for a new domain, which no other one has: random, of 63 bits. */
  static long fresh() {
    long number = FULL;
    while (number <= FULL) {
      number = ByteBuffer.wrap(RandomBytes.of(Long.BYTES)).getLong() & Long.MAX_VALUE;
    }
    return number;
  }

  /**
   * Returns the domain that a container says to be of, without opening it.
   *
   * @return that of full holders if it is too short to say so, or of a kind that has none
   */
  public static long of(byte[] container) {
    return container.length < ContainerHeader.FIXED_BYTES
        ? FULL
        : Math.max(FULL, ByteBuffer.wrap(container).getLong(HEADER_OFFSET));
  }
}
