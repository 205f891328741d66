package io.byssus.core.internal.look;

import io.byssus.api.OperationCancelledException;

/** Ends what works on its caller's thread when that thread is interrupted. */
final class Interruption {
  private Interruption() {}

  /**
   * Returns if the work should go on.
   *
   * @throws OperationCancelledException if the thread was interrupted; its flag stays
   */
  static void check(String work) {
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationCancelledException("the " + work + " was interrupted");
    }
  }
}
