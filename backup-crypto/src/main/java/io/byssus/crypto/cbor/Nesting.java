package io.byssus.crypto.cbor;

import java.util.Arrays;

/**
 * Where a reader or writer stands: which arrays and maps are open, how many items each still wants,
 * and the last key of each map.
 */
final class Nesting {
  /** Deeper than any document of the format; a bound on what hostile input can make a reader do. */
  static final int MAX_DEPTH = 32;

  private static final int NO_MAP = -1;
  private static final int NO_KEY = 0;

  private final int[] remaining = new int[MAX_DEPTH + 1];
  private final int[] keyStart = new int[MAX_DEPTH + 1];
  private final int[] keyEnd = new int[MAX_DEPTH + 1];
  private int depth;

  Nesting() {
    restart();
  }

  /** Starts again with one item wanted at the top. */
  void restart() {
    depth = 0;
    remaining[0] = 1;
    keyEnd[0] = NO_MAP;
  }

  int depth() {
    return depth;
  }

  /** Returns whether the one item at the top is complete. */
  boolean complete() {
    return remaining[depth] == 0;
  }

  boolean full() {
    return depth == MAX_DEPTH;
  }

  /** Returns whether the next item is the key of a map. */
  boolean expectsKey() {
    return keyEnd[depth] != NO_MAP && (remaining[depth] & 1) == 0;
  }

  /** Takes the encoding of a key, and returns whether it stands behind the map's last one. */
  boolean key(byte[] bytes, int start, int end) {
    boolean ordered =
        keyEnd[depth] == NO_KEY
            || Arrays.compareUnsigned(bytes, keyStart[depth], keyEnd[depth], bytes, start, end) < 0;
    keyStart[depth] = start;
    keyEnd[depth] = end;
    return ordered;
  }

  /** Counts an item that holds no others. */
  void scalar() {
    remaining[depth]--;
    closeFinished();
  }

  void openArray(int count) {
    open(count, NO_MAP);
  }

  void openMap(int count) {
    open(2 * count, NO_KEY);
  }

  private void open(int items, int lastKey) {
    remaining[depth]--;
    depth++;
    remaining[depth] = items;
    keyEnd[depth] = lastKey;
    closeFinished();
  }

  private void closeFinished() {
    while (depth > 0 && remaining[depth] == 0) {
      depth--;
    }
  }
}
