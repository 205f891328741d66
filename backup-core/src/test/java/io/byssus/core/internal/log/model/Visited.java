package io.byssus.core.internal.log.model;

import java.util.Arrays;

/** The worlds that were seen, in the order in which they were met, each with the way to it. */
final class Visited {
  /** The way to the first world. */
  static final int NOBODY = -1;

  private static final int INITIAL = 1 << 16;

  private long[] table = new long[INITIAL];
  private int[] from = new int[INITIAL];
  private short[] step = new short[INITIAL];
  private int count;

  /** Returns whether a world was not seen before. */
  boolean add(long fingerprint, int before, int taken) {
    if (2 * count >= table.length) {
      grow();
    }
    if (!insert(fingerprint)) {
      return false;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      step = Arrays.copyOf(step, 2 * count);
    }
    from[count] = before;
    step[count] = (short) taken;
    count++;
    return true;
  }

  private boolean insert(long fingerprint) {
    int mask = table.length - 1;
    for (int slot = (int) fingerprint & mask; ; slot = (slot + 1) & mask) {
      if (table[slot] == fingerprint) {
        return false;
      }
      if (table[slot] == 0) {
        table[slot] = fingerprint;
        return true;
      }
    }
  }

  private void grow() {
    long[] before = table;
    table = new long[2 * before.length];
    for (long fingerprint : before) {
      if (fingerprint != 0) {
        insert(fingerprint);
      }
    }
  }

  int count() {
    return count;
  }

  int from(int at) {
    return from[at];
  }

  int step(int at) {
    return step[at];
  }
}
