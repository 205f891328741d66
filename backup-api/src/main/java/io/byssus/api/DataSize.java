package io.byssus.api;

import java.util.Locale;

/**
 * An amount of data in bytes.
 *
 * @param bytes number of bytes, not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  /** No bytes. */
  public static final DataSize ZERO = new DataSize(0);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a data size is not negative: " + bytes);
    }
  }

  /** Returns a size in bytes. */
  public static DataSize ofBytes(long bytes) {
    return new DataSize(bytes);
  }

  /** Returns a size in units of 1,024 bytes. */
  public static DataSize ofKibibytes(long kibibytes) {
    return new DataSize(Math.multiplyExact(kibibytes, (long) STEP));
  }

  /** Returns a size in units of 1,048,576 bytes. */
  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(Math.multiplyExact(mebibytes, (long) STEP * STEP));
  }

  /** Returns the sum of this size and another. */
  public DataSize plus(DataSize other) {
    return new DataSize(Math.addExact(bytes, other.bytes));
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Returns the size in the largest unit that gives at least one, such as {@code 1.5 GiB}. */
  @Override
  public String toString() {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
