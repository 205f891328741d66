package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.core.internal.execution.Stage;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pruners from marking while a run that lost packs works: says so again and again. It takes
 * no part in safety: a run whose HOLD is not seen walks once more.
 */
final class Holding implements AutoCloseable {
  /** Pruners give a run up that they have not heard of for three times as long. */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  private static final Logger logger = LoggerFactory.getLogger(Holding.class);

  private final RunLog log;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Stage<Duration> renewing;
  private boolean ended;

  Holding(RunLog log, Duration interval) {
    this.log = log;
    this.interval = interval;
  }

  /** Says that the run holds, now and from now on. */
  void hold() {
    log.hold();
    if (renewing == null) {
      Stage<Duration> stage = new Stage<>("hold", 1, 1, this::renew);
      renewing = stage;
      stage.put(interval);
    }
  }

  private void renew(Duration every) {
    while (awaitEnd(every)) {
      try {
        log.hold();
      } catch (ByssusException e) {
        logger.warn("The run {} could not say that it holds: {}", log.run(), e.getMessage());
      }
    }
  }

  /** Returns whether it has not ended after a time. */
  private boolean awaitEnd(Duration time) {
    long start = System.nanoTime();
    lock.lock();
    try {
      while (!ended && System.nanoTime() - start < time.toNanos()) {
        Stage.await(changed);
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (renewing != null) {
      renewing.close();
    }
  }
}
