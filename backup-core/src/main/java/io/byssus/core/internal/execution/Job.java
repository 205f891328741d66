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

  private final String name;
  private final Cancellation cancellation;
  private final ProgressMeter meter = new ProgressMeter();
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Job(String name) {
    this.name = name;
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
    Job<R> job = new Job<>(name);
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
    try {
      R report = work.run(meter, cancellation);
      meter.enter(Phase.DONE);
      result.complete(report);
    } catch (Throwable t) {
      result.completeExceptionally(t);
    } finally {
      stopped.countDown();
    }
  }

  private void report(Consumer<? super Progress> onProgress) {
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
      } catch (RuntimeException e) {
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
    return stopped.getCount() == 0;
  }

  @Override
  public void cancel() {
    cancellation.request();
  }

  @Override
  public R await(Duration limit) throws TimeoutException {
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
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
    while (true) {
      try {
        stopped.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
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
