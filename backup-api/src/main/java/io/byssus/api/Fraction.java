package io.byssus.api;

/**
 * A part of a whole.
 *
 * @param value from 0 to 1
 */
public record Fraction(double value) {
  /** The whole. */
  public static final Fraction ALL = new Fraction(1);

  private static final int PERCENT = 100;

  /** Millionths of a percent are more than anybody asks for; beyond is noise of the arithmetic. */
  private static final double PRINTED_PARTS = 1e6;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is outside 0 to 1
   */
  public Fraction {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a fraction is from 0 to 1, not " + value);
    }
  }

  /**
   * Returns so many hundredths.
   *
   * @param percent from 0 to 100
   * @throws IllegalArgumentException if it is outside that range
   */
  public static Fraction percent(double percent) {
    if (!(percent >= 0 && percent <= PERCENT)) {
      throw new IllegalArgumentException("a percentage is from 0 to 100, not " + percent);
    }
    return new Fraction(percent / PERCENT);
  }

  @Override
  public String toString() {
    double rounded = Math.round(value * PERCENT * PRINTED_PARTS) / PRINTED_PARTS;
    return rounded + " %";
  }
}
