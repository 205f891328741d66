package io.byssus.core.internal.prune;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long what may go is left alone. For convenience alone: clocks may be wrong.
 *
 * @param period how long; with zero, nothing is left alone
 * @param now the time
 */
public record Grace(Duration period, Instant now) {
  /**
   * Returns whether something of a time need not be left alone any more. A time far in the future
   * is a clock's mistake, and must not keep anything for ever. Without a time it is new.
   */
  public boolean isOver(Optional<Instant> time) {
    return period.isZero()
        || time.map(at -> Duration.between(at, now).abs().compareTo(period) >= 0).orElse(false);
  }
}
