package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.WrongKeyException;
import io.byssus.testkit.store.StoreProbe;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationTest {
  private final AtomicInteger runs = new AtomicInteger();

  private Operation<String, String> echo() {
    return new Operation<>(
        "echo",
        request ->
            Job.start(
                "echo",
                null,
                (meter, cancellation) -> {
                  runs.incrementAndGet();
                  return "answer to " + request;
                }));
  }

  @Test
  void runningItReturnsTheReport() {
    assertThat(echo().run("question")).isEqualTo("answer to question");
  }

  @Test
  void itIsUsedOnceHoweverItIsStarted() throws Exception {
    Operation<String, String> operation = echo();
    try (Execution<String> first = operation.start("1")) {
      assertThat(first.await(Threads.PATIENCE)).isEqualTo("answer to 1");
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> operation.run("2"))
        .withMessageContaining("echo")
        .withMessageContaining("make a new one");
    assertThatIllegalStateException().isThrownBy(() -> operation.start("3").close());
    assertThat(runs).hasValue(1);
  }

  @Test
  void ofManyThreadsThatStartItOneDoes() throws Exception {
    Operation<String, String> operation = echo();
    List<Boolean> started =
        StoreProbe.atOnce(
            16,
            thread ->
                () -> {
                  try {
                    operation.run("x");
                    return true;
                  } catch (IllegalStateException e) {
                    return false;
                  }
                });
    assertThat(started).containsOnlyOnce(true);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aFailureIsThrownAsItIs() {
    Operation<String, String> operation =
        new Operation<>(
            "fail",
            request ->
                Job.start(
                    "fail",
                    null,
                    (meter, cancellation) -> {
                      throw new WrongKeyException(request);
                    }));
    assertThatThrownBy(() -> operation.run("why"))
        .isInstanceOf(WrongKeyException.class)
        .hasMessage("why");
  }

  @Test
  void anInterruptCancelsTheWorkAndKeepsTheFlagAndNothingGoesOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Operation<String, String> operation =
        new Operation<>(
            "interrupted-run",
            request ->
                Job.start(
                    "interrupted-run",
                    null,
                    (meter, cancellation) -> {
                      begun.countDown();
                      while (!cancellation.requested()) {
                        Thread.onSpinWait();
                      }
                      cancelled.countDown();
                      cancellation.check();
                      return "";
                    }));
    AtomicInteger flagKept = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              assertThatThrownBy(() -> operation.run("x"))
                  .isInstanceOf(OperationCancelledException.class);
              assertThat(cancelled.getCount()).isZero();
              flagKept.set(Thread.interrupted() ? 1 : -1);
            });
    caller.start();
    Threads.await(begun);
    List<Thread> threads = Threads.named("byssus-interrupted-run");
    caller.interrupt();
    caller.join(Threads.PATIENCE.toMillis());
    assertThat(flagKept).hasValue(1);
    Threads.assertEnd(threads);
  }
}
