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

  private final String name;
  private final Cancellation cancellation;
  private final ProgressMeter meter = new ProgressMeter();
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch reported;

  private Job(String name, int listeners) {
    this.name = name;
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
    Job<R> job = new Job<>(name, onProgress == null ? 0 : 1);
    daemon("byssus-" + name, () -> job.perform(work)).start();
    if (onProgress != null) {
      daemon("byssus-" + name + "-progress", () -> job.report(onProgress)).start();
    }
    return job;
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
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

  /** Cancels and waits; an interrupt does not shorten the wait, so that no work is left behind. */
  @Override
  public void close() {
    cancel();
    boolean interrupted = false;
    while (!result.isDone()) {
      try {
        result.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // how it ended is for whoever awaits it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
