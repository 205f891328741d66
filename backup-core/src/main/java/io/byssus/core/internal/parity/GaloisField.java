package io.byssus.core.internal.parity;

/**
 * The field of 256 elements: bytes that are polynomials over GF(2), modulo x^8 + x^4 + x^3 + x^2 +
 * 1. Adding is XOR.
 */
final class GaloisField {
  /** How many elements there are. */
  static final int SIZE = 256;

  private static final int POLYNOMIAL = 0x11d;
  private static final int ORDER = SIZE - 1;
  private static final int[] POWERS = new int[2 * ORDER];
  private static final int[] LOGARITHMS = new int[SIZE];

  static {
    int power = 1;
    for (int i = 0; i < ORDER; i++) {
      POWERS[i] = power;
      POWERS[i + ORDER] = power;
      LOGARITHMS[power] = i;
      power <<= 1;
      if (power >= SIZE) {
        power ^= POLYNOMIAL;
      }
    }
  }

  private GaloisField() {}

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]];
  }

  /** Returns the inverse of an element that is not 0. */
  static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("0 has no inverse");
    }
    return POWERS[ORDER - LOGARITHMS[a]];
  }
}
