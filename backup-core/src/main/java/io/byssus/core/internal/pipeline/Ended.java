package io.byssus.core.internal.pipeline;

import io.byssus.api.OperationCancelledException;
import io.byssus.core.internal.execution.Cancellation;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Whether a pipeline has ended, so that none of its threads waits for another that is gone. */
final class Ended {
  private static final long LOOK_MILLIS = 50;

  private final Cancellation cancellation;
  private volatile boolean ended;

  Ended(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  void end() {
    ended = true;
  }

  void check() {
    cancellation.check();
    if (ended) {
      throw new OperationCancelledException("the operation is ending");
    }
  }

  <T> void put(BlockingQueue<T> queue, T item) {
    try {
      do {
        check();
      } while (!queue.offer(item, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("a thread of the operation was interrupted", e);
    }
  }
}
