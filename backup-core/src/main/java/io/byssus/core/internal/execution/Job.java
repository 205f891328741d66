package io.byssus.core.internal.execution;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation on a thread of its own. The thread ends with the operation; so does the one that
 * tells a listener of the progress.
 *
 * @param <R> the report it ends with
 */
public final class Job<R> implements Execution<R> {
  private static final Logger log = LoggerFactory.getLogger(Job.class);

  /** Ten times a second is as often as people can read. */
  private static final long PROGRESS_INTERVAL_MILLIS = 100;

  /** A listener that waits for whoever waits for the job must not hold both up for ever. */
  private static final long LISTENER_PATIENCE_MILLIS = 1_000;

  /** An operation stops when the request at hand has its answer: half a minute is a slow one. */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  /** What reacts to an interrupt does so at once. */
  private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final Duration closeLimit;
  private final Crew crew = new Crew();
  private final Cancellation cancellation;
  private final ProgressMeter meter = new ProgressMeter();
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch reported;

  private Job(String name, int listeners, Duration closeLimit) {
    this.name = name;
    this.closeLimit = closeLimit;
    this.reported = new CountDownLatch(listeners);
    this.cancellation = new Cancellation(name);
  }

  /** The work of a job. */
  @FunctionalInterface
  public interface Work<R> {
    /** Does the work, adding to the meter and stopping when the cancellation says so. */
    R run(ProgressMeter meter, Cancellation cancellation) throws Exception;
  }

  /**
   * Starts a job.
   *
   * @param name of the operation, part of its threads' names
   * @param onProgress is told how far it is, or {@code null}
   * @param work what to do
   */
  public static <R> Job<R> start(
      String name, @Nullable Consumer<? super Progress> onProgress, Work<R> work) {
    return start(name, onProgress, work, CLOSE_LIMIT);
  }

  /**
   * Starts a job whose {@link #close()} has another limit.
   *
   * @param name of the operation, part of its threads' names
   * @param onProgress is told how far it is, or {@code null}
   * @param work what to do
   * @param closeLimit how long closing waits at most
   */
  static <R> Job<R> start(
      String name,
      @Nullable Consumer<? super Progress> onProgress,
      Work<R> work,
      Duration closeLimit) {
    Job<R> job = new Job<>(name, onProgress == null ? 0 : 1, closeLimit);
    job.crew.thread("byssus-" + name, () -> job.perform(work)).start();
    if (onProgress != null) {
      job.crew.thread("byssus-" + name + "-progress", () -> job.report(onProgress)).start();
    }
    return job;
  }

  private void perform(Work<R> work) {
    Runnable end = outcome(work);
    stopped.countDown();
    awaitLastReport();
    end.run();
  }

  private Runnable outcome(Work<R> work) {
    try {
      R report = work.run(meter, cancellation);
      meter.enter(Phase.DONE);
      return () -> result.complete(report);
    } catch (InterruptedException e) {
      Exception end =
          cancellation.requested()
              ? new OperationCancelledException("the " + name + " was cancelled", e)
              : e;
      return () -> result.completeExceptionally(end);
    } catch (Throwable t) {
      return () -> result.completeExceptionally(t);
    }
  }

  /** Who waited for the end is told of no progress after it, but for a listener that hangs. */
  private void awaitLastReport() {
    try {
      boolean told = reported.await(LISTENER_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (!told) {
        log.warn("A progress listener of the {} does not return", name);
      }
    } catch (InterruptedException e) {
      // What the work called has interrupted its thread, which ends here anyway.
      Thread.currentThread().interrupt();
    }
  }

  private void report(Consumer<? super Progress> onProgress) {
    try {
      reportUntilStopped(onProgress);
    } finally {
      reported.countDown();
    }
  }

  private void reportUntilStopped(Consumer<? super Progress> onProgress) {
    boolean running = true;
    while (running) {
      try {
        running = !stopped.await(PROGRESS_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      try {
        onProgress.accept(meter.progress());
      } catch (RuntimeException | Error e) {
        log.warn("A progress listener of the {} threw; the operation goes on", name, e);
      }
    }
  }

  @Override
  public Progress progress() {
    return meter.progress();
  }

  @Override
  public boolean ended() {
    return result.isDone();
  }

  @Override
  public void cancel() {
    cancellation.request();
  }

  @Override
  public R await(Duration limit) throws TimeoutException {
    try {
      return result.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          "the thread that waited for the " + name + " was interrupted", e);
    } catch (ExecutionException e) {
      throw rethrow(e.getCause() == null ? e : e.getCause());
    }
  }

  private RuntimeException rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      exception.addSuppressed(new WaitedHere(name));
      return exception;
    }
    return new IllegalStateException("the " + name + " failed: " + failure, failure);
  }

  /**
   * Cancels and waits; an interrupt does not shorten the wait, so that no work is left behind. What
   * hangs, in a store that does not answer, is interrupted when the limit has passed, and then
   * left: its threads are daemons and find the job cancelled.
   */
  @Override
  public void close() {
    close(closeLimit);
  }

  /** Closes with a limit of its own, which may have passed already. */
  void close(Duration limit) {
    cancel();
    if (crew.includesCaller() || endsWithin(limit)) {
      return; // a listener that closes is called by the job, which can't wait for itself
    }
    crew.interrupt();
    if (!endsWithin(
        closeLimit.compareTo(INTERRUPT_PATIENCE) < 0 ? closeLimit : INTERRUPT_PATIENCE)) {
      leaveBehind();
    }
  }

  private boolean endsWithin(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (!result.isDone()) {
        try {
          result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          return false;
        } catch (ExecutionException e) {
          return true; // how it ended is for whoever awaits it
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void leaveBehind() {
    String left =
        "the %s was cancelled and has not stopped within %d ms; what it is at may still be done: %s"
            .formatted(name, closeLimit.toMillis(), crew);
    if (result.completeExceptionally(new OperationCancelledException(left))) {
      stopped.countDown();
      log.warn("Closing without waiting any longer: {}", left);
    }
  }

  /** Shows, in the trace of a failure on the job's thread, who was waiting for it. */
  private static final class WaitedHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WaitedHere(String name) {
      super("waited for the " + name + " here");
    }
  }
}
