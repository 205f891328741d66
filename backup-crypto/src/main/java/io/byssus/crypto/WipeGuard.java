package io.byssus.crypto;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps secrets from being wiped while they are used: sealing with half a key of zeros would be
 * worse than not sealing at all.
 */
final class WipeGuard {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final String what;
  private boolean wiped;

  WipeGuard(String what) {
    this.what = what;
  }

  /**
   * Calls a function while the secrets are there.
   *
   * @throws IllegalStateException if they were wiped
   */
  <T> T use(Supplier<T> function) {
    lock.readLock().lock();
    try {
      if (wiped) {
        throw new IllegalStateException(what + " was closed, and its secrets wiped");
      }
      return function.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Wipes the secrets once nobody uses them; a second call does nothing. */
  void wipe(Runnable wiping) {
    lock.writeLock().lock();
    try {
      if (!wiped) {
        wiped = true;
        wiping.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
