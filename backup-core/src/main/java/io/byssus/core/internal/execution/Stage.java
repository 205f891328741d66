package io.byssus.core.internal.execution;

import io.byssus.api.OperationCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a pipeline: a bounded queue and the daemon threads that work on what is put into it.
 *
 * <p>The first failure ends the stage: what is queued is dropped, and whoever puts or finishes is
 * given the failure. Threads end with {@link #finish()} or {@link #close()}.
 *
 * @param <T> what is worked on
 */
public final class Stage<T> implements AutoCloseable {
  /** How often a waiting thread looks whether the stage has failed or ended. */
  private static final long LOOK_MILLIS = 50;

  /** Stands behind the last item; each thread leaves it to the next. */
  private static final Object END = new Object();

  private final BlockingQueue<Object> queue;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * Creates a stage whose threads share a worker; they start at once.
   *
   * @param name of the stage, part of its threads' names
   * @param threadCount how many threads, at least 1
   * @param capacity how many items wait at most, at least 1
   * @param worker is called for each item, by any of the threads
   */
  public Stage(String name, int threadCount, int capacity, Consumer<? super T> worker) {
    this(name, threadCount, capacity, () -> Worker.of(worker));
  }

  /**
   * Creates a stage whose threads have a worker each.
   *
   * @param name of the stage, part of its threads' names
   * @param threadCount how many threads, at least 1
   * @param capacity how many items wait at most, at least 1
   * @param workers makes a thread's worker, on that thread
   */
  public Stage(String name, int threadCount, int capacity, Supplier<Worker<T>> workers) {
    this.queue = new LinkedBlockingQueue<>(capacity);
    Crew crew = Crew.current();
    for (int i = 1; i <= threadCount; i++) {
      threads.add(crew.thread("byssus-" + name + "-" + i, () -> work(workers)));
    }
    threads.forEach(Thread::start);
  }

  /** What a thread does with its items. */
  public interface Worker<T> extends AutoCloseable {
    /** Works on an item. */
    void accept(T item);

    /** Is called when no more items will come, unless the stage failed. */
    default void finish() {}

    /** Is called at the end in any case. */
    @Override
    default void close() {}

    /** Returns a worker that calls a consumer. */
    static <T> Worker<T> of(Consumer<? super T> consumer) {
      return consumer::accept;
    }
  }

  private void work(Supplier<Worker<T>> workers) {
    try (Worker<T> worker = workers.get()) {
      while (!stopped()) {
        Object item = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (item == END) {
          // There is room: it was just taken, and nothing follows it.
          queue.add(END);
          worker.finish();
          return;
        }
        if (item != null) {
          worker.accept(own(item));
        }
      }
    } catch (InterruptedException e) {
      // Only what a worker calls can have interrupted its thread; the item at hand is not the last.
      fail(interrupted(e));
    } catch (Throwable t) {
      fail(t);
    }
  }

  @SuppressWarnings("unchecked") // only put() and END come into the queue
  private T own(Object item) {
    return (T) item;
  }

  private void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    queue.clear();
  }

  private boolean stopped() {
    return closed || failure.get() != null;
  }

  /** Queues an item; waits while the queue is full. */
  public void put(T item) {
    try {
      enqueue(item);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void enqueue(Object item) throws InterruptedException {
    do {
      throwIfFailed();
    } while (!queue.offer(item, LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** Waits until everything is worked on and the threads have ended. */
  public void finish() {
    boolean interrupted = Thread.interrupted();
    try {
      boolean queued = false;
      while (!queued) {
        try {
          enqueue(END);
          queued = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      join();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throwIfFailed();
  }

  /** Stops the threads after the item that each is at. */
  @Override
  public void close() {
    closed = true;
    join();
  }

  private void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws the stage's failure, if it failed. */
  public void throwIfFailed() {
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (closed) {
      throw new OperationCancelledException("the operation is ending");
    }
  }

  /** Waits on a condition for a moment. Callers loop, and look for failures in between. */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
  public static void await(Condition condition) {
    try {
      boolean signalled = condition.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (!signalled) {
        return; // a moment has passed: the caller looks again
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static OperationCancelledException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new OperationCancelledException("a thread of the operation was interrupted", e);
  }
}
