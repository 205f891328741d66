package io.byssus.core.internal.look;

import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;

/**
 * Who watches what goes through trees: is told of it, and may end it.
 *
 * @param meter counts the entries
 * @param cancellation is looked at before each directory, and each entry that is compared or handed
 *     on
 */
public record Watch(ProgressMeter meter, Cancellation cancellation) {
  /** Returns one that only ends with the work. */
  static Watch idle() {
    return new Watch(new ProgressMeter(), new Cancellation("look"));
  }

  void directory() {
    check();
  }

  /** Returns if the work is to go on. */
  public void check() {
    cancellation.check();
  }

  /** Is told of each entry that is compared or handed on: a directory can have many. */
  void found() {
    cancellation.check();
  }

  void entries(int count) {
    meter.done(count, 0);
  }
}
