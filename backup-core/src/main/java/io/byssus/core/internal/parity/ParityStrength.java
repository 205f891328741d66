package io.byssus.core.internal.parity;

import io.byssus.api.Fraction;

/**
 * How much parity packs have, in thousandths of their length: contiguous damage of nearly as much
 * can be corrected.
 *
 * @param thousandths from {@value #LEAST} to {@value #MOST}
 */
public record ParityStrength(int thousandths) {
  /** Below, one parity block of a code word would be most of what there is. */
  public static final int LEAST = 10;

  /** Above, a copy of the repository elsewhere serves better. */
  public static final int MOST = 500;

  /** What is taken where nobody says how much. */
  public static final ParityStrength DEFAULT = new ParityStrength(30);

  private static final double THOUSAND = 1000;

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ParityStrength {
    if (!valid(thousandths)) {
      throw new IllegalArgumentException(
          "parity is 1% to 50% of a pack, not " + thousandths / 10.0 + "%");
    }
  }

  /** Returns whether there is a strength of so many thousandths. */
  public static boolean valid(long thousandths) {
    return thousandths >= LEAST && thousandths <= MOST;
  }

  /**
   * Returns the strength of a fraction, to the nearest thousandth.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static ParityStrength of(Fraction part) {
    return new ParityStrength((int) Math.round(part.value() * THOUSAND));
  }

  /** Returns it as a fraction. */
  public Fraction fraction() {
    return new Fraction(thousandths / THOUSAND);
  }

  /** Returns how many parity blocks a code word has: as many as 256 blocks leave room for. */
  int parityShards() {
    return (int) (GaloisField.SIZE * (long) thousandths / (THOUSAND + thousandths));
  }

  /** Returns how many data blocks a code word has, so that the parity is not less than wanted. */
  int shards() {
    return (int) (parityShards() * THOUSAND / thousandths);
  }

  @Override
  public String toString() {
    return (thousandths % 10 == 0 ? thousandths / 10 + "" : thousandths / 10.0 + "") + "%";
  }
}
