package io.byssus.api;

import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of a snapshot: 256 bits, written as 64 hexadecimal digits.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record SnapshotId(String hex) implements Comparable<SnapshotId> {
  /** Digits of the short form that people are shown. */
  public static final int SHORT_DIGITS = 8;

  private static final int BYTES = 32;

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if it is not 64 lower-case hexadecimal digits
   */
  public SnapshotId {
    if (hex.length() != 2 * BYTES
        || !hex.equals(hex.toLowerCase(Locale.ROOT))
        || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "a snapshot id has 64 lower-case hexadecimal digits, not: " + hex);
    }
  }

  /**
   * Returns the id with the given bytes.
   *
   * @param bytes 32 bytes
   */
  public static SnapshotId of(byte[] bytes) {
    return new SnapshotId(HexFormat.of().formatHex(bytes));
  }

  /** Returns the 32 bytes of the id. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** Returns the first digits, enough for people to tell snapshots apart. */
  public String abbreviated() {
    return hex.substring(0, SHORT_DIGITS);
  }

  // The record's own equals and hashCode are generated when they are first called, which takes a
  // command that lists snapshots 40 ms.

  @Override
  public boolean equals(Object other) {
    return other instanceof SnapshotId that && hex.equals(that.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(SnapshotId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
