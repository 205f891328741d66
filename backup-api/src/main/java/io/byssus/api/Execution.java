package io.byssus.api;

import io.byssus.api.event.Progress;
import java.time.Duration;

/**
 * An operation that runs in the background.
 *
 * <p>Safe for use by several threads. {@link #close()} cancels what still runs and waits until it
 * has stopped, so a {@code try} block leaves no work behind.
 *
 * @param <R> the report it ends with
 */
public interface Execution<R> extends AutoCloseable {
  /** Returns how far it is; the last state once it has ended. */
  Progress progress();

  /** Returns whether it has ended, in whatever way. */
  boolean ended();

  /**
   * Asks the work to stop. It stops at the next safe point and leaves the repository whole; {@link
   * #await} then throws {@link OperationCancelledException}. Has no effect once it has ended.
   */
  void cancel();

  /**
   * Waits for the end.
   *
   * @param limit how long to wait at most; the operation goes on after it
   * @return the report
   * @throws OperationCancelledException if the operation was cancelled, or the waiting thread was
   *     interrupted (its flag stays set)
   * @throws java.util.concurrent.TimeoutException if the limit passed
   * @throws ByssusException if the operation failed
   */
  R await(Duration limit) throws java.util.concurrent.TimeoutException;

  /**
   * Cancels what still runs and waits until it has stopped, for half a minute at most, though the
   * waiting thread is interrupted.
   *
   * <p>What has not stopped by then hangs in the store, the source or the target: its threads are
   * interrupted, and if that does not help, the operation counts as cancelled, its daemon threads
   * are left to end by themselves, and the log has a warning. Called by a listener on one of the
   * operation's own threads, it cancels and does not wait.
   */
  @Override
  void close();
}
