package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.OperationCancelledException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobTest {
  /** How long closing waits here for what hangs. */
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void theReportIsWhatTheWorkReturnsAndTheLastPhaseIsDone() throws Exception {
    try (Job<String> job =
        Job.start(
            "report",
            null,
            (meter, cancellation) -> {
              meter.enter(Phase.STORING);
              meter.expect(3, 300);
              meter.totalsFinal();
              meter.done(1, 100);
              return "done";
            })) {
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
      assertThat(job.await(Duration.ZERO)).as("again").isEqualTo("done");
      Progress progress = job.progress();
      assertThat(progress.phase()).isEqualTo(Phase.DONE);
      assertThat(progress.files()).isEqualTo(1);
      assertThat(progress.filesTotal()).isEqualTo(3);
      assertThat(progress.bytes().bytes()).isEqualTo(100);
      assertThat(progress.bytesTotal().bytes()).isEqualTo(300);
      assertThat(progress.remaining()).isPresent();
    }
  }

  @Test
  void cancellingStopsTheWorkAtItsNextSafePoint() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (Job<String> job =
        Job.start(
            "cancel",
            null,
            (meter, cancellation) -> {
              begun.countDown();
              while (true) {
                cancellation.check();
                Thread.onSpinWait();
              }
            })) {
      Threads.await(begun);
      assertThat(job.ended()).isFalse();
      job.cancel();
      assertThatThrownBy(() -> job.await(Threads.PATIENCE))
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("cancel");
    }
  }

  @Test
  void cancellingWhatHasEndedChangesNothing() throws Exception {
    try (Job<String> job = Job.start("late", null, (meter, cancellation) -> "done")) {
      job.await(Threads.PATIENCE);
      job.cancel();
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
    }
  }

  @Test
  void whoWaitsTooLongIsToldAndTheWorkGoesOn() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Job<String> job =
        Job.start(
            "slow",
            null,
            (meter, cancellation) -> {
              Threads.await(goOn);
              return "done";
            })) {
      assertThatThrownBy(() -> job.await(Duration.ofMillis(1)))
          .isInstanceOf(TimeoutException.class);
      assertThat(job.ended()).isFalse();
      goOn.countDown();
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
    }
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheFlagAndTheWorkGoesOn() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Job<String> job =
        Job.start(
            "interrupted",
            null,
            (meter, cancellation) -> {
              Threads.await(goOn);
              return "done";
            })) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> job.await(Threads.PATIENCE))
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      goOn.countDown();
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
    }
  }

  @Test
  void closingCancelsAndWaitsUntilTheWorkHasStoppedThoughInterrupted() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger stopped = new AtomicInteger();
    Job<String> job =
        Job.start(
            "close",
            null,
            (meter, cancellation) -> {
              begun.countDown();
              while (!cancellation.requested()) {
                Thread.onSpinWait();
              }
              for (int i = 0; i < 1_000_000; i++) {
                Thread.onSpinWait();
              }
              stopped.incrementAndGet();
              return "";
            });
    Threads.await(begun);
    Thread.currentThread().interrupt();
    job.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped).hasValue(1);
    assertThat(job.ended()).isTrue();
    job.close();
  }

  @Test
  void closingInterruptsWhatHangsAndLeavesNothingOfIt() throws Exception {
    CountDownLatch hanging = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    Job<String> job =
        Job.start(
            "hanging",
            null,
            (meter, cancellation) -> {
              try (Stage<String> stage =
                  new Stage<>("hanging-stage", 1, 1, item -> waitFor(never, hanging))) {
                stage.put("");
                hanging.countDown();
                never.await();
                return "";
              }
            },
            SHORT);
    Threads.await(hanging);
    List<Thread> threads = Threads.named("byssus-hanging");
    assertThat(threads).hasSize(2);

    job.close();

    assertThat(job.ended()).isTrue();
    assertThatThrownBy(() -> job.await(Threads.PATIENCE))
        .isInstanceOf(OperationCancelledException.class);
    Threads.assertEnd(threads);
  }

  private static void waitFor(CountDownLatch latch, CountDownLatch arrived) {
    arrived.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingLeavesWhatHangsInSpiteOfAnInterruptAndSaysWhatIsLeft() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Job<String> job =
        Job.start(
            "stuck",
            progress -> {},
            (meter, cancellation) -> {
              Stuck.until(goOn, hanging);
              return "done in spite of all";
            },
            SHORT);
    Threads.await(hanging);
    List<Thread> threads = Threads.named("byssus-stuck");

    job.close();

    assertThat(job.ended()).isTrue();
    assertThatThrownBy(() -> job.await(Threads.PATIENCE))
        .isInstanceOf(OperationCancelledException.class)
        .hasMessageContaining("stuck")
        .hasMessageContaining("byssus-stuck in " + Stuck.class.getName() + ".until");
    goOn.countDown();
    Threads.assertEnd(threads);
    assertThatThrownBy(() -> job.await(Threads.PATIENCE))
        .as("how it ended stays as it was told")
        .isInstanceOf(OperationCancelledException.class);
  }

  @Test
  void whoClosesOnAThreadOfTheJobDoesNotWaitForIt() throws Exception {
    CompletableFuture<Job<String>> self = new CompletableFuture<>();
    Job<String> job =
        Job.start(
            "self",
            null,
            (meter, cancellation) -> {
              self.get().close();
              return "cancelled: " + cancellation.requested();
            });
    self.complete(job);

    assertThat(job.await(Threads.PATIENCE)).isEqualTo("cancelled: true");
  }

  @Test
  void aFailureReachesWhoWaitsAsItIsAndShowsWhoWaited() {
    WrongKeyException failure = new WrongKeyException("no");
    try (Job<String> job =
        Job.start(
            "failing",
            null,
            (meter, cancellation) -> {
              throw failure;
            })) {
      assertThatThrownBy(() -> job.await(Threads.PATIENCE))
          .isSameAs(failure)
          .satisfies(
              thrown ->
                  assertThat(thrown.getSuppressed()[0])
                      .hasMessageContaining("failing")
                      .hasStackTraceContaining("JobTest"));
      assertThat(job.progress().phase()).isNotEqualTo(Phase.DONE);
    }
  }

  @Test
  void checkedFailuresAreWrappedAndErrorsAreNot() {
    IOException failure = new IOException("disk");
    try (Job<String> job =
        Job.start(
            "checked",
            null,
            (meter, cancellation) -> {
              throw failure;
            })) {
      assertThatIllegalStateException()
          .isThrownBy(() -> job.await(Threads.PATIENCE))
          .withCause(failure);
    }
    AssertionError error = new AssertionError("error");
    try (Job<String> job =
        Job.start(
            "error",
            null,
            (meter, cancellation) -> {
              throw error;
            })) {
      assertThatThrownBy(() -> job.await(Threads.PATIENCE)).isSameAs(error);
    }
  }

  @Test
  void progressIsToldByOneThreadAtMostTenTimesASecondAndOnceAtTheEnd() throws Exception {
    List<Progress> told = new CopyOnWriteArrayList<>();
    List<String> by = new CopyOnWriteArrayList<>();
    CountDownLatch enough = new CountDownLatch(4);
    long start = System.nanoTime();
    List<Thread> threads;
    try (Job<String> job =
        Job.start(
            "progress",
            progress -> {
              told.add(progress);
              by.add(Thread.currentThread().getName());
              enough.countDown();
            },
            (meter, cancellation) -> {
              meter.enter(Phase.STORING);
              Threads.await(enough);
              return "";
            })) {
      threads = Threads.named("byssus-progress");
      job.await(Threads.PATIENCE);
    }
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
    Threads.assertEnd(threads);
    double tenths = (System.nanoTime() - start) / 1e8;
    assertThat((double) told.size()).isLessThanOrEqualTo(tenths + 2);
    assertThat(told.get(told.size() - 1).phase()).isEqualTo(Phase.DONE);
    assertThat(told.subList(0, 3)).allMatch(progress -> progress.phase() != Phase.DONE);
    assertThat(by).containsOnly("byssus-progress-progress");
  }

  @Test
  void aListenerThatThrowsIsCalledAgainAndTheWorkGoesOn() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (Job<String> job =
        Job.start(
            "listener",
            progress -> {
              twice.countDown();
              throw new IllegalStateException("not now");
            },
            (meter, cancellation) -> {
              Threads.await(twice);
              return "done";
            })) {
      assertThat(job.await(Threads.PATIENCE)).isEqualTo("done");
    }
  }

  @Test
  void theThreadsAreDaemonsWithNamesAndEndWithTheJob() throws Exception {
    AtomicReference<String> worker = new AtomicReference<>();
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> threads;
    try (Job<String> job =
        Job.start(
            "names",
            progress -> {},
            (meter, cancellation) -> {
              worker.set(Thread.currentThread().getName());
              Threads.await(goOn);
              return "";
            })) {
      threads = Threads.named("byssus-names");
      assertThat(threads)
          .allMatch(Thread::isDaemon)
          .extracting(Thread::getName)
          .containsExactlyInAnyOrder("byssus-names", "byssus-names-progress");
      goOn.countDown();
      job.await(Threads.PATIENCE);
    }
    assertThat(worker).hasValue("byssus-names");
    Threads.assertEnd(threads);
    assertThat(Threads.named("byssus-names")).isEmpty();
  }
}
