package io.byssus.core.internal.prune;

import io.byssus.core.internal.log.LogState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Watches the runs that hold (R40). A hold is respected until a stopwatch has measured the time of
 * one's patience without an entry of that run, or {@value #ENTRIES} entries follow its last: then
 * its writer, which renews its hold every five minutes, is taken for dead. To be wrong about that
 * is safe. Used by one thread.
 */
public final class HoldWatch {
  private static final int ENTRIES = 256;

  private final Duration patience;
  private final LongSupplier nanos;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(long entry, long at) {}

  /**
   * Creates a watch.
   *
   * @param patience how long a run may be silent
   * @param nanos a stopwatch in nanoseconds, which starts anywhere
   */
  public HoldWatch(Duration patience, LongSupplier nanos) {
    this.patience = patience;
    this.nanos = nanos;
  }

  /** Returns whether a run holds that is not taken for dead. */
  public boolean forbidsMarks(LogState state) {
    return forbidsMarks(state.holds(), state.number());
  }

  /**
   * Returns whether a run holds that is not taken for dead.
   *
   * @param holds the runs that hold, and the last entry of each
   * @param number the last entry of all
   */
  boolean forbidsMarks(Map<String, Long> holds, long number) {
    seen.keySet().retainAll(holds.keySet());
    long now = nanos.getAsLong();
    boolean forbidden = false;
    for (Map.Entry<String, Long> hold : holds.entrySet()) {
      Seen last =
          seen.merge(
              hold.getKey(),
              new Seen(hold.getValue(), now),
              (old, latest) -> old.entry == latest.entry ? old : latest);
      boolean dead = now - last.at >= patience.toNanos() || number - last.entry >= ENTRIES;
      forbidden |= !dead;
    }
    return forbidden;
  }
}
