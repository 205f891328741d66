package io.byssus.core.target;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for what is not finished: {@code .byssus-<random>-<number>.tmp}. The random part, new for
 * each target, keeps a hostile snapshot from holding an entry of that name. Thread-safe.
 */
final class TemporaryName {
  private final String random = String.format("%016x", new SecureRandom().nextLong());
  private final AtomicLong number = new AtomicLong();

  /** Returns the random part. */
  String random() {
    return random;
  }

  String next() {
    return ".byssus-" + random + "-" + number.incrementAndGet() + ".tmp";
  }
}
