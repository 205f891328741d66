package io.byssus.cli.process;

import io.byssus.api.Execution;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  /** An execution is awaited with a limit; an operation may take longer than any. */
  private static final Duration ROUND = Duration.ofDays(1);

  private final AtomicReference<@Nullable Execution<?>> running = new AtomicReference<>();
  private final Queue<Runnable> onStop = new ConcurrentLinkedQueue<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopping;

  /** Waits for an operation, without a limit, and closes it. */
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
          // the operation goes on, and so does the wait
        }
      }
    } finally {
      running.set(null);
    }
  }

  /** Names what is to be done when the operation is cancelled by a signal, once. */
  public void onStop(Runnable action) {
    onStop.add(action);
    if (stopping) {
      runOnStop();
    }
  }

  private void runOnStop() {
    for (Runnable action = onStop.poll(); action != null; action = onStop.poll()) {
      action.run();
    }
  }

  /** Says that the command has told its result, and nothing of it is left but to end. */
  public void finish() {
    finished.countDown();
  }

  /** Returns whether the command has ended. */
  public boolean finished() {
    return finished.getCount() == 0;
  }

  /**
   * Cancels the operation that the command waits for, and waits until the command has ended.
   *
   * <p>Returns at once where the command waits for no operation. Opening a repository, listing
   * snapshots and changing keys are such: there is nothing to cancel, and the repository is whole
   * after each of their writes. One that starts an operation later has it cancelled by {@link
   * #await}.
   *
   * @param limit how long to wait at most
   * @return false if the command has not ended within the limit, or the wait was interrupted
   */
  public boolean stop(Duration limit) {
    stopping = true;
    Execution<?> execution = running.get();
    if (execution == null) {
      return true;
    }
    execution.cancel();
    runOnStop();
    try {
      return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
