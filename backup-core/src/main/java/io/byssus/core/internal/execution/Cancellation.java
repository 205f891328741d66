package io.byssus.core.internal.execution;

import io.byssus.api.OperationCancelledException;

/** Whether an operation should stop, looked at by all its threads between two steps. */
public final class Cancellation {
  private final String operation;
  private volatile boolean requested;

  /** Creates one for an operation, named in the exception. */
  public Cancellation(String operation) {
    this.operation = operation;
  }

  /** Asks the operation to stop. */
  public void request() {
    requested = true;
  }

  /** Returns whether it should stop. */
  public boolean requested() {
    return requested;
  }

  /**
   * Returns if the operation should go on.
   *
   * @throws OperationCancelledException if it should stop
   */
  public void check() {
    if (requested) {
      throw new OperationCancelledException("the " + operation + " was cancelled");
    }
  }
}
