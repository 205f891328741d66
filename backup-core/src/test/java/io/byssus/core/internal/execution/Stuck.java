package io.byssus.core.internal.execution;

import java.util.concurrent.CountDownLatch;

/** What does not react to an interrupt, as a read from a hung network file system. */
public final class Stuck {
  private Stuck() {}

  /** Waits for a latch, however often it is interrupted; the other latch tells that it is here. */
  public static void until(CountDownLatch latch, CountDownLatch arrived) {
    arrived.countDown();
    boolean interrupted = false;
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
