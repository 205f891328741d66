package io.byssus.core.internal.parity;

import java.util.Arrays;

/**
 * A systematic Reed-Solomon code over GF(2^8): parity byte <i>j</i> of a code word is the sum over
 * its data bytes <i>s</i> of 1 / ((255 − <i>j</i>) + <i>s</i>) times the byte.
 *
 * <p>That is a Cauchy matrix. Each square part of one has an inverse, so that as many lost bytes as
 * there are parity bytes left can be computed, whichever they are (J. Blömer, M. Kalfane, R. Karp,
 * M. Karpinski, M. Luby, D. Zuckerman: An XOR-Based Erasure-Resilient Coding Scheme, ICSI
 * TR-95-048, 1995). A coefficient does not depend on how many bytes of either kind there are.
 *
 * <p>Multiplying a byte by eight coefficients is one look-up: a table has the eight products side
 * by side in a {@code long}. Immutable and safe for use by many threads.
 */
final class CauchyCode {
  /** How many bytes of parity are computed at once. */
  static final int AT_ONCE = Long.BYTES;

  private static final int LAST = GaloisField.SIZE - 1;

  private final int data;
  private final int groups;
  private final long[][] products;

  /**
   * Creates a code.
   *
   * @param data how many data bytes a code word has
   * @param parity how many parity bytes; 256 together at most
   */
  CauchyCode(int data, int parity) {
    if (data < 1 || parity < 1 || data + parity > GaloisField.SIZE) {
      throw new IllegalArgumentException(
          "a code word has up to 256 bytes, one of each kind at least, not " + data + "+" + parity);
    }
    this.data = data;
    this.groups = (parity + AT_ONCE - 1) / AT_ONCE;
    this.products = new long[groups][data * GaloisField.SIZE];
    for (int group = 0; group < groups; group++) {
      for (int shard = 0; shard < data; shard++) {
        for (int value = 0; value < GaloisField.SIZE; value++) {
          products[group][shard * GaloisField.SIZE + value] =
              products(group * AT_ONCE, parity, shard, value);
        }
      }
    }
  }

  private static long products(int from, int parity, int shard, int value) {
    long all = 0;
    for (int i = 0; i < AT_ONCE && from + i < parity; i++) {
      long product = GaloisField.multiply(coefficient(from + i, shard), value);
      all |= product << (Byte.SIZE * i);
    }
    return all;
  }

  static int coefficient(int parity, int shard) {
    return GaloisField.inverse((LAST - parity) ^ shard);
  }

  /** Returns how many groups of {@link #AT_ONCE} parity bytes there are. */
  int groups() {
    return groups;
  }

  /**
   * Adds what a shard's bytes contribute to a group of parity bytes.
   *
   * @param sums one for each byte, with the group's parity bytes side by side, the first lowest
   */
  void add(int group, int shard, byte[] bytes, int offset, int length, long[] sums) {
    if (shard >= data) {
      throw new IllegalArgumentException("shard " + shard + " of " + data);
    }
    long[] table = products[group];
    int base = shard * GaloisField.SIZE;
    for (int i = 0; i < length; i++) {
      sums[i] ^= table[base + (bytes[offset + i] & 0xff)];
    }
  }

  /**
   * Returns the inverse of the part of the matrix that leads from lost data bytes to parity bytes.
   *
   * @param parity which parity bytes are used, as many as are lost
   * @param lost which data bytes are lost
   */
  static int[][] inverse(int[] parity, int[] lost) {
    int size = lost.length;
    int[][] rows = new int[size][2 * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        rows[row][column] = coefficient(parity[row], lost[column]);
      }
      rows[row][size + row] = 1;
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      while (rows[pivot][column] == 0) {
        pivot++;
      }
      int[] swapped = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = swapped;
      scale(rows[column], GaloisField.inverse(rows[column][column]));
      for (int row = 0; row < size; row++) {
        if (row != column) {
          subtract(rows[row], rows[column], rows[row][column]);
        }
      }
    }
    int[][] inverse = new int[size][];
    for (int row = 0; row < size; row++) {
      inverse[row] = Arrays.copyOfRange(rows[row], size, 2 * size);
    }
    return inverse;
  }

  private static void scale(int[] row, int factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = GaloisField.multiply(row[i], factor);
    }
  }

  private static void subtract(int[] row, int[] other, int factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] ^= GaloisField.multiply(other[i], factor);
    }
  }
}
