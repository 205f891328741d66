package io.byssus.core.internal.index;

/**
 * Where a chunk lies, in 80 bits: the number of its record (28), its length (26), and the offset at
 * which it begins in the record's plaintext (26), of which the low 16 bits are kept elsewhere.
 */
final class Place {
  /** The low bits of an offset that are kept elsewhere. */
  static final int SPLIT_BITS = 16;

  private static final int LENGTH_BITS = 26;
  private static final int OFFSET_HIGH_BITS = LENGTH_BITS - SPLIT_BITS;
  private static final int RECORD_BITS = Long.SIZE - LENGTH_BITS - OFFSET_HIGH_BITS;
  private static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;
  private static final int MAX_RECORD = (1 << RECORD_BITS) - 1;

  private Place() {}

  /** Returns a place but for the low half of its offset. */
  static long of(int record, int offset, int length) {
    if (record > MAX_RECORD) {
      // No heap has room for them: an index of so many takes eight gibibytes.
      throw new IllegalStateException("an index has at most " + MAX_RECORD + " records");
    }
    if (offset > MAX_LENGTH || length > MAX_LENGTH) {
      throw new IllegalArgumentException("a chunk of " + length + " bytes at " + offset);
    }
    return (long) record << (LENGTH_BITS + OFFSET_HIGH_BITS)
        | (long) length << OFFSET_HIGH_BITS
        | offset >>> SPLIT_BITS;
  }

  /** Returns the low half of an offset. */
  static char offsetLow(int offset) {
    return (char) offset;
  }

  /** Returns a place whose record has a number that is less by so many. */
  static long moved(long place, int less) {
    return place - ((long) less << (LENGTH_BITS + OFFSET_HIGH_BITS));
  }

  static int record(long place) {
    return (int) (place >>> (LENGTH_BITS + OFFSET_HIGH_BITS));
  }

  static int length(long place) {
    return (int) (place >>> OFFSET_HIGH_BITS) & MAX_LENGTH;
  }

  /**
   * Returns an offset.
   *
   * @param tail has its low half in its low bits
   */
  static int offset(long place, long tail) {
    int high = (int) place & ((1 << OFFSET_HIGH_BITS) - 1);
    return high << SPLIT_BITS | (char) tail;
  }
}
