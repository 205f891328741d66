package io.byssus.core.internal.engine;

import io.byssus.api.OperationCancelledException;
import io.byssus.api.QuiesceFailedException;
import io.byssus.core.backup.Quiesce;
import io.byssus.core.internal.execution.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads while an application is at rest: calls its callbacks around the reading, each once. */
final class Quiescence {
  private static final Logger log = LoggerFactory.getLogger(Quiescence.class);

  /** How often a waiting thread looks whether the backup was cancelled. */
  private static final long LOOK_MILLIS = 50;

  /**
   * How long a cancelled reading may take to end. Who reads from what gives nothing can't be ended,
   * and an application is not to wait for that.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Quiesce callbacks;
  private final Cancellation cancellation;
  private final Lock calling = new ReentrantLock();
  private boolean goneOn;
  private boolean told;

  private Quiescence(Quiesce callbacks, Cancellation cancellation) {
    this.callbacks = callbacks;
    this.cancellation = cancellation;
  }

  /**
   * Reads.
   *
   * @param callbacks what to call around it, or {@code null} for nothing
   * @param cancellation ends the wait for the application to come to rest
   * @param reading reads
   * @throws QuiesceFailedException if a callback fails or takes too long
   */
  static <R> R during(@Nullable Quiesce callbacks, Cancellation cancellation, Supplier<R> reading) {
    return callbacks == null
        ? reading.get()
        : new Quiescence(callbacks, cancellation).during(reading);
  }

  private <R> R during(Supplier<R> reading) {
    try {
      before();
      R result = readThenGoOn(reading);
      after();
      return result;
    } catch (RuntimeException | Error e) {
      tell(e);
      throw e;
    }
  }

  private <R> R readThenGoOn(Supplier<R> reading) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread watch = new Thread(() -> watch(ended), "byssus-quiesce-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      R result;
      try {
        result = reading.get();
      } finally {
        ended.countDown();
      }
      cancellation.check();
      return result;
    } catch (RuntimeException | Error e) {
      try {
        after();
      } catch (QuiesceFailedException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** Lets the application go on if the reading is cancelled and does not end. */
  private void watch(CountDownLatch ended) {
    try {
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (cancellation.requested() && !ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          RuntimeException cancelled =
              new OperationCancelledException("the reading was cancelled and goes on");
          try {
            after();
          } catch (QuiesceFailedException e) {
            log.warn("The quiesce callback 'after' failed", e);
          }
          tell(cancelled);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who takes too long to come to rest is told to go on when he has. */
  private void before() {
    new Call("before", callbacks.before(), this::goOnLate).await(cancellation::check);
  }

  private void goOnLate() {
    log.warn("The quiesce callback 'before' succeeded after its time; 'after' follows it");
    try {
      callbacks.after().run();
    } catch (Exception e) {
      log.warn("The quiesce callback 'after' failed", e);
    }
  }

  private void after() {
    calling.lock();
    try {
      if (!goneOn) {
        goneOn = true;
        new Call("after", callbacks.after(), () -> {}).await(() -> {});
      }
    } finally {
      calling.unlock();
    }
  }

  private void tell(Throwable failure) {
    calling.lock();
    try {
      if (!told) {
        told = true;
        call(failure);
      }
    } finally {
      calling.unlock();
    }
  }

  private void call(Throwable failure) {
    try {
      new Call("onFailure", () -> callbacks.onFailure().accept(failure), () -> {}).await(() -> {});
    } catch (QuiesceFailedException e) {
      failure.addSuppressed(e);
    }
  }

  private enum State {
    RUNNING,
    ENDED,
    /** Nobody waits for it any more. */
    ABANDONED
  }

  /** One call of a callback, on a thread of its own. */
  private final class Call {
    private final String name;
    private final Quiesce.Step step;
    private final Runnable ifLate;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Throwable failure;
    private final Thread thread;

    Call(String name, Quiesce.Step step, Runnable ifLate) {
      this.name = name;
      this.step = step;
      this.ifLate = ifLate;
      this.thread = new Thread(this::run, "byssus-quiesce-" + name);
      thread.setDaemon(true);
    }

    private void run() {
      try {
        step.run();
      } catch (Throwable t) { // whatever an application throws is told to who waits
        failure = t;
      }
      boolean waitedFor = state.compareAndSet(State.RUNNING, State.ENDED);
      ended.countDown();
      if (!waitedFor && failure == null) {
        ifLate.run();
      }
    }

    /** Runs it and waits for its end, which {@code look} may cut short by throwing. */
    void await(Runnable look) {
      thread.start();
      long end = System.nanoTime() + callbacks.timeout().toNanos();
      try {
        while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          look.run();
          if (System.nanoTime() - end > 0 && abandon()) {
            throw new QuiesceFailedException(
                "the quiesce callback '" + name + "' took longer than " + callbacks.timeout());
          }
        }
      } catch (InterruptedException e) {
        abandon();
        Thread.currentThread().interrupt();
        throw new OperationCancelledException("a thread of the operation was interrupted", e);
      } catch (OperationCancelledException e) {
        if (abandon() || failure != null) {
          throw e;
        }
        // It came to its end just now: the reading will notice the cancellation.
      }
      if (failure != null) {
        throw new QuiesceFailedException(
            "the quiesce callback '" + name + "' failed: " + failure, failure);
      }
    }

    /** Stops waiting for it; returns whether it had not ended. */
    private boolean abandon() {
      boolean abandoned = state.compareAndSet(State.RUNNING, State.ABANDONED);
      if (abandoned) {
        thread.interrupt();
      }
      return abandoned;
    }
  }
}
