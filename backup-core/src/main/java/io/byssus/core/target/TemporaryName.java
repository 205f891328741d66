package io.byssus.core.target;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for what is not finished: {@code .byssus-<random>-<number>.tmp}. The random part, new for
 * each target, keeps a hostile snapshot from holding an entry of that name. Thread-safe.
 */
final class TemporaryName {
  private final String prefix = String.format(".byssus-%016x-", new SecureRandom().nextLong());
  private final AtomicLong number = new AtomicLong();

  String next() {
    return prefix + number.incrementAndGet() + ".tmp";
  }
}
