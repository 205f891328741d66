package io.byssus.core.internal.posix;

import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The processors that the operations of a guest stay on, so that a thread of its host that wakes up
 * finds another one free. A kernel lets who wakes up wait for a tick, of some milliseconds, behind
 * who runs, however nice that one is. Thread-safe.
 */
public final class ProcessorShare {
  private final Posix posix;
  private final BitSet all;
  private final BitSet share;

  private ProcessorShare(Posix posix, BitSet all, BitSet share) {
    this.posix = posix;
    this.all = all;
    this.share = share;
  }

  /**
   * Chooses a share of the processors of the calling thread.
   *
   * <p>It is all of them if the JVM does not take itself to have as many: then a quota limits it,
   * and the threads of others in the same place would meet on the same few.
   *
   * @param count how many, at least 1
   */
  public static ProcessorShare of(Posix posix, int count) {
    BitSet all = posix.processors();
    // The application's common pool asks once how many there are, when it is used first.
    Objects.requireNonNull(ForkJoinPool.commonPool());
    boolean limited = Runtime.getRuntime().availableProcessors() != all.cardinality();
    BitSet share = limited || count >= all.cardinality() ? all : neighbours(all, count);
    return new ProcessorShare(posix, all, share);
  }

  /** Neighbours share caches; where they begin is left to chance, for the sake of other guests. */
  private static BitSet neighbours(BitSet all, int count) {
    BitSet chosen = new BitSet();
    int next = ThreadLocalRandom.current().nextInt(all.length());
    while (chosen.cardinality() < count) {
      next = all.nextSetBit(next);
      if (next >= 0) {
        chosen.set(next);
      }
      next++;
    }
    return chosen;
  }

  /** Does work on the share, as the threads do that it starts. */
  public <R> R confined(Callable<R> work) throws Exception {
    BitSet before = posix.processors();
    posix.useProcessors(share);
    try {
      return work.call();
    } finally {
      posix.useProcessors(before);
    }
  }

  /** Does what may start threads that are somebody else's: outside the share, if it is in it. */
  public void unconfined(Runnable work) {
    BitSet before = posix.processors();
    boolean confined = before.equals(share);
    if (confined) {
      posix.useProcessors(all);
    }
    try {
      work.run();
    } finally {
      if (confined) {
        posix.useProcessors(before);
      }
    }
  }
}
