package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.OperationCancelledException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExecutionEndTest {
  /** As code does that catches an InterruptedException on the way. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStageWhoseThreadIsInterruptedFailsRatherThanDropItems() {
    AtomicInteger done = new AtomicInteger();
    try (Stage<Integer> stage =
        new Stage<Integer>(
            "dropping",
            1,
            10,
            item -> {
              done.incrementAndGet();
              Thread.currentThread().interrupt();
            })) {
      assertThatThrownBy(
              () -> {
                stage.put(1);
                stage.put(2);
                stage.finish();
              })
          .isInstanceOf(OperationCancelledException.class);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void puttingIntoAFullStageWhoseThreadWasInterruptedDoesNotHang() {
    try (Stage<Integer> stage =
        new Stage<Integer>("hanging", 1, 1, item -> Thread.currentThread().interrupt())) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  stage.put(1);
                }
              })
          .isInstanceOf(OperationCancelledException.class);
    }
  }

  @Test
  void whatWasAwaitedHasEnded() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      try (Job<String> job = Job.start("ended", null, (meter, cancellation) -> "")) {
        job.await(Threads.PATIENCE);
        assertThat(job.ended()).as("round %d", i).isTrue();
      }
    }
  }

  @Test
  void forEverIsALimitLikeAnother() throws Exception {
    try (Job<String> job = Job.start("forever", null, (meter, cancellation) -> "done")) {
      assertThat(job.await(ChronoUnit.FOREVER.getDuration())).isEqualTo("done");
    }
  }

  @Test
  void nobodyIsToldOfProgressOnceTheJobIsClosed() throws Exception {
    AtomicInteger late = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      AtomicBoolean closed = new AtomicBoolean();
      try (Job<String> job =
          Job.start(
              "late",
              progress -> {
                if (closed.get()) {
                  late.incrementAndGet();
                }
              },
              (meter, cancellation) -> "")) {
        job.await(Threads.PATIENCE);
      }
      closed.set(true);
    }
    for (Thread thread : Threads.named("byssus-late")) {
      thread.join();
    }
    assertThat(late).hasValue(0);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aListenerThatThrowsAnErrorIsCalledAgain() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (Job<String> job =
        Job.start(
            "listener-error",
            progress -> {
              twice.countDown();
              throw new AssertionError("not now");
            },
            (meter, cancellation) -> {
              while (twice.getCount() > 0) {
                cancellation.check();
                Thread.onSpinWait();
              }
              return "done";
            })) {
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
    }
  }
}
