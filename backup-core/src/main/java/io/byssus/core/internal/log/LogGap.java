package io.byssus.core.internal.log;

/**
 * Numbers of entries that are missing.
 *
 * @param first the first that is missing
 * @param next the first behind them that is there
 * @param previous the hash of the entry before the first
 * @param epoch in which the first would be
 */
record LogGap(long first, long next, String previous, int epoch) {
  LogGap upTo(long number) {
    return new LogGap(first, number, previous, epoch);
  }

  boolean contains(long number) {
    return number >= first && number < next;
  }
}
