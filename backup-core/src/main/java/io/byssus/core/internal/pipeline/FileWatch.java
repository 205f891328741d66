package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells whether a file changed while it was read, or may change without a trace. */
final class FileWatch {
  /** The kernel's clock for file times ticks at least this often. */
  private static final Duration TICK = Duration.ofMillis(20);

  /** File systems that keep no fractions of a second may round to two seconds. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  private FileWatch() {}

  /** Returns whether a file stayed as it was, and all of it was read. */
  static boolean unchanged(EntryMetadata before, long bytesRead, EntryMetadata after) {
    return before.kind() == after.kind()
        && before.size() == bytesRead
        && before.size() == after.size()
        && before.inode() == after.inode()
        && before.modified().equals(after.modified())
        && before.changed().equals(after.changed());
  }

  /**
   * Returns whether an entry's times would tell of a change behind its reading.
   *
   * @param started when the reading started
   */
  static Freshness freshness(EntryMetadata metadata, Instant started) {
    // Nobody can set the change time, but a modification time may lie years ahead.
    Instant changed = metadata.changed();
    Instant latest = changed.equals(Instant.EPOCH) ? metadata.modified() : changed;
    boolean wholeSecond = latest.equals(latest.truncatedTo(ChronoUnit.SECONDS));
    Duration granularity = wholeSecond ? COARSE : TICK;
    return latest.isAfter(started.minus(granularity)) ? Freshness.RACY : Freshness.SETTLED;
  }
}
