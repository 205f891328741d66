package io.byssus.cli.process;

import io.byssus.api.Execution;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the command is waiting for, so that a signal can stop it in an orderly way: the operation is
 * cancelled, the command tells so, closes the repository, and only then the process ends.
 *
 * <p>Safe for use by several threads.
 */
public final class ForegroundWork {
  private static final Duration ROUND = Duration.ofDays(1);

  private final AtomicReference<@Nullable Execution<?>> running = new AtomicReference<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopping;

  /** Waits for an operation, without a limit, and leaves nothing of it behind. */
  public <R> R await(Execution<R> execution) {
    running.set(execution);
    try (execution) {
      if (stopping) {
        execution.cancel();
      }
      while (true) {
        try {
          return execution.await(ROUND);
        } catch (TimeoutException e) {
          // on to the next round
        }
      }
    } finally {
      running.set(null);
    }
  }

  /** Says that the command has ended and told its result. */
  public void finish() {
    finished.countDown();
  }

  /** Returns whether the command has ended. */
  public boolean finished() {
    return finished.getCount() == 0;
  }

  /**
   * Cancels what is running, if anything is, and waits until the command has ended. What never
   * starts an operation writes at most one object, which any end leaves whole: it is not waited
   * for.
   *
   * @param limit how long to wait at most
   * @return whether nothing is left running
   */
  public boolean stop(Duration limit) {
    stopping = true;
    Execution<?> execution = running.get();
    if (execution == null) {
      return true;
    }
    execution.cancel();
    try {
      return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
