package io.byssus.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.OperationCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningJobsTest {
  @Test
  void closingCancelsAllAndWaitsUntilTheyHaveStopped() {
    RunningJobs jobs = new RunningJobs(Threads.PATIENCE);
    List<Job<String>> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(
          jobs.start(
              "all",
              null,
              (meter, cancellation) -> {
                while (true) {
                  cancellation.check();
                  Thread.onSpinWait();
                }
              }));
    }

    jobs.close();

    assertThat(running).allMatch(Job::ended);
    assertThat(running)
        .allSatisfy(
            job ->
                assertThatThrownBy(() -> job.await(Duration.ZERO))
                    .isInstanceOf(OperationCancelledException.class)
                    .hasMessage("the all was cancelled"));
  }

  @Test
  void closingWaitsNoLongerForManyThatHangThanForOne() throws Exception {
    Duration limit = Duration.ofSeconds(2);
    int count = 20;
    RunningJobs jobs = new RunningJobs(limit);
    CountDownLatch hanging = new CountDownLatch(count);
    CountDownLatch never = new CountDownLatch(1);
    List<Job<String>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(
          jobs.start(
              "many",
              null,
              (meter, cancellation) -> {
                hanging.countDown();
                never.await();
                return "";
              }));
    }
    Threads.await(hanging);
    long start = System.nanoTime();

    jobs.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(limit.multipliedBy(count / 2));
    assertThat(running).allMatch(Job::ended);
  }

  @Test
  void nothingIsStartedOnceTheyAreClosed() {
    RunningJobs jobs = new RunningJobs(Threads.PATIENCE);
    jobs.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> jobs.start("backup", null, (meter, cancellation) -> "").close())
        .withMessage("the repository is closed; open it again for another backup");
  }

  @Test
  void whatHasEndedIsLeftAsItEnded() throws Exception {
    RunningJobs jobs = new RunningJobs(Threads.PATIENCE);
    Job<String> job = jobs.start("ended", null, (meter, cancellation) -> "done");
    job.await(Threads.PATIENCE);

    jobs.close();
    jobs.close();

    assertThat(job.await(Duration.ZERO)).isEqualTo("done");
  }
}
