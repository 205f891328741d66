package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Finds the threads of a test's own operations by their names. */
final class Threads {
  /** Nothing here takes that long; a test that hangs ends here. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Threads() {}

  static List<Thread> named(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  static void assertEnd(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).as("%s", thread).isFalse();
    }
  }

  static void await(CountDownLatch latch) {
    boolean interrupted = false;
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    assertThat(interrupted).isFalse();
  }
}
