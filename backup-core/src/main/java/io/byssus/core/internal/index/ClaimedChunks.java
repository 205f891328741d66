package io.byssus.core.internal.index;

import io.byssus.api.ChunkId;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The chunks that this run stores, or is about to: whoever claims one first stores it, everybody
 * else relies on that. 16 bytes a chunk, in tables that are locked apart from each other.
 */
public final class ClaimedChunks {
  private static final int SHARDS = 16;

  private final Shard[] shards = new Shard[SHARDS];

  /** Creates an empty set. */
  public ClaimedChunks() {
    Arrays.setAll(shards, i -> new Shard());
  }

  /** Returns whether the caller is the first with this chunk, and so has to store it. */
  public boolean claim(ChunkId id) {
    return shards[(int) (id.word3() & (SHARDS - 1))].add(id.word0(), id.word1());
  }

  /** Open addressing with linear probing; the all-zero slot is free. */
  private static final class Shard {
    private static final int INITIAL_SLOTS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private long[] high = new long[INITIAL_SLOTS];
    private long[] low = new long[INITIAL_SLOTS];
    private int count;

    boolean add(long word0, long word1) {
      // A hash of all zeros is not to be expected in the life of the universe, but must not vanish.
      long second = (word0 | word1) == 0 ? 1 : word1;
      lock.lock();
      try {
        if (4L * count >= 3L * high.length) {
          grow();
        }
        return insert(word0, second);
      } finally {
        lock.unlock();
      }
    }

    private boolean insert(long word0, long word1) {
      int mask = high.length - 1;
      for (int slot = (int) word0 & mask; ; slot = (slot + 1) & mask) {
        if (high[slot] == word0 && low[slot] == word1) {
          return false;
        }
        if ((high[slot] | low[slot]) == 0) {
          high[slot] = word0;
          low[slot] = word1;
          count++;
          return true;
        }
      }
    }

    private void grow() {
      long[] oldHigh = high;
      long[] oldLow = low;
      high = new long[2 * oldHigh.length];
      low = new long[2 * oldLow.length];
      count = 0;
      for (int i = 0; i < oldHigh.length; i++) {
        if ((oldHigh[i] | oldLow[i]) != 0) {
          insert(oldHigh[i], oldLow[i]);
        }
      }
    }
  }
}
