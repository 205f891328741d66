package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.OperationCancelledException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StageTest {
  @Test
  void everyItemIsWorkedOnOnceBeforeFinishReturns() throws Exception {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    AtomicInteger calls = new AtomicInteger();
    try (Stage<Integer> stage =
        new Stage<>(
            "every",
            4,
            3,
            item -> {
              done.add(item);
              calls.incrementAndGet();
            })) {
      List<Thread> threads = Threads.named("byssus-every-");
      assertThat(threads).hasSize(4).allMatch(Thread::isDaemon);
      for (int i = 0; i < 5_000; i++) {
        stage.put(i);
      }
      stage.finish();
      assertThat(done).hasSize(5_000);
      assertThat(calls).hasValue(5_000);
      assertThat(threads).noneMatch(Thread::isAlive);
    }
  }

  @Test
  void oneThreadKeepsTheOrder() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    try (Stage<Integer> stage = new Stage<Integer>("order", 1, 100, item -> done.add(item))) {
      for (int i = 0; i < 500; i++) {
        stage.put(i);
      }
      stage.finish();
    }
    assertThat(done).hasSize(500).isSorted();
  }

  @Test
  void eachThreadHasItsWorkerWhichFinishesAndCloses() {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    try (Stage<Integer> stage =
        new Stage<>(
            "workers",
            3,
            10,
            () -> {
              made.incrementAndGet();
              return worker(finished, closed);
            })) {
      stage.put(1);
      stage.finish();
    }
    assertThat(List.of(made.get(), finished.get(), closed.get())).containsExactly(3, 3, 3);
  }

  private static Stage.Worker<Integer> worker(AtomicInteger finished, AtomicInteger closed) {
    return new Stage.Worker<>() {
      @Override
      public void accept(Integer item) {
        if (item < 0) {
          throw new IllegalStateException("item " + item);
        }
      }

      @Override
      public void finish() {
        finished.incrementAndGet();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  @Test
  void aFailedStageClosesItsWorkersWithoutFinishingThem() {
    AtomicInteger finished = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    try (Stage<Integer> stage = new Stage<>("unfinished", 2, 10, () -> worker(finished, closed))) {
      stage.put(-1);
      assertThatIllegalStateException().isThrownBy(stage::finish).withMessage("item -1");
      assertThatIllegalStateException().isThrownBy(stage::throwIfFailed).withMessage("item -1");
    }
    assertThat(finished.get()).isLessThan(2);
    assertThat(closed).hasValue(2);
  }

  @Test
  void whoeverPutsIntoAFullStageThatFailsIsGivenTheFailure() {
    CountDownLatch full = new CountDownLatch(1);
    try (Stage<Integer> stage =
        new Stage<Integer>(
            "full",
            1,
            1,
            item -> {
              Threads.await(full);
              throw new IllegalStateException("item " + item);
            })) {
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                for (int i = 0; ; i++) {
                  stage.put(i);
                  full.countDown();
                }
              })
          .withMessage("item 0");
    }
  }

  @Test
  void theFirstFailureIsTheOneThatIsThrownErrorsIncluded() {
    try (Stage<Integer> stage =
        new Stage<Integer>(
            "error",
            1,
            10,
            item -> {
              throw new AssertionError("item " + item);
            })) {
      stage.put(1);
      assertThatThrownBy(stage::finish).isInstanceOf(AssertionError.class).hasMessage("item 1");
    }
  }

  @Test
  void aWorkerThatCannotBeMadeFailsTheStage() {
    try (Stage<Integer> stage =
        new Stage<>(
            "unmade",
            2,
            10,
            () -> {
              throw new IllegalStateException("no worker");
            })) {
      assertThatIllegalStateException().isThrownBy(stage::finish).withMessage("no worker");
    }
  }

  @Test
  void closingStopsAfterTheItemAtHandAndEndsTheThreads() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    Stage<Integer> stage =
        new Stage<Integer>(
            "closing",
            1,
            100,
            item -> {
              begun.countDown();
              Threads.await(goOn);
              done.incrementAndGet();
            });
    for (int i = 0; i < 50; i++) {
      stage.put(i);
    }
    Threads.await(begun);
    Thread closer = new Thread(stage::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    closer.join();
    assertThat(done).hasValue(1);
    assertThat(Threads.named("byssus-closing-")).isEmpty();
    assertThatThrownBy(() -> stage.put(1)).isInstanceOf(OperationCancelledException.class);
    stage.close();
  }

  @Test
  void whoIsInterruptedWhilePuttingKeepsTheFlag() {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Stage<Integer> stage = new Stage<Integer>("put", 1, 1, item -> Threads.await(goOn))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> {
                while (true) {
                  stage.put(1);
                }
              })
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      goOn.countDown();
    }
  }

  @Test
  void whoIsInterruptedWhileFinishingWaitsAndKeepsTheFlag() {
    AtomicInteger done = new AtomicInteger();
    try (Stage<Integer> stage =
        new Stage<Integer>("finish", 2, 100, item -> done.incrementAndGet())) {
      for (int i = 0; i < 100; i++) {
        stage.put(i);
      }
      Thread.currentThread().interrupt();
      stage.finish();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done).hasValue(100);
    }
  }

  @Test
  void waitingOnAConditionEndsAfterAMomentAndKeepsTheFlagOfTheInterrupted() {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    lock.lock();
    try {
      Stage.await(condition);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Stage.await(condition))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      lock.unlock();
    }
  }
}
