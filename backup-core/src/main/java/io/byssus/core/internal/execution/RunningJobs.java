package io.byssus.core.internal.execution;

import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of a repository, which end with it. Safe for use by many threads. */
public final class RunningJobs implements AutoCloseable {
  private final Duration closeLimit;
  private final List<Job<?>> running = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * Creates a repository's jobs, none so far.
   *
   * @param closeLimit how long {@link #close()}, and that of each job, waits at most
   */
  public RunningJobs(Duration closeLimit) {
    this.closeLimit = closeLimit;
  }

  /**
   * Starts a job.
   *
   * @param name of the operation, part of its threads' names
   * @param onProgress is told how far it is, or {@code null}
   * @param work what to do
   * @throws IllegalStateException if the repository is closed
   */
  public <R> Job<R> start(
      String name, @Nullable Consumer<? super Progress> onProgress, Job.Work<R> work) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "the repository is closed; open it again for another " + name);
      }
      Job<R> job = Job.start(name, onProgress, work, closeLimit);
      running.removeIf(Job::ended);
      running.add(job);
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** Cancels what runs and waits until it has stopped: for all of it together, up to the limit. */
  @Override
  public void close() {
    long start = System.nanoTime();
    List<Job<?>> left = leaveClosed();
    left.forEach(Job::cancel);
    for (Job<?> job : left) {
      job.close(closeLimit.minusNanos(System.nanoTime() - start));
    }
  }

  private List<Job<?>> leaveClosed() {
    lock.lock();
    try {
      closed = true;
      return List.copyOf(running);
    } finally {
      lock.unlock();
    }
  }
}
