package io.byssus.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ForegroundWorkTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void returnsWhatTheOperationEndsWith() {
    assertThat(new ForegroundWork().await(new Ended("report"))).isEqualTo("report");
  }

  @Test
  void stopCancelsWhatRunsAndWaitsForTheCommandToEnd() throws Exception {
    ForegroundWork work = new ForegroundWork();
    Running execution = new Running();
    CompletableFuture<Void> command =
        CompletableFuture.runAsync(
            () -> {
              try {
                work.await(execution);
              } finally {
                work.finish();
              }
            });
    assertThat(execution.awaited.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(work.stop(LIMIT)).isTrue();
    assertThat(work.finished()).isTrue();
    assertThatThrownBy(() -> command.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(OperationCancelledException.class);
  }

  @Test
  void stopWaitsForNothingWhereNothingRuns() {
    assertThat(new ForegroundWork().stop(LIMIT)).isTrue();
  }

  @Test
  void whatStartsWhileTheProcessIsStoppedIsCancelledAtOnce() {
    ForegroundWork work = new ForegroundWork();
    work.stop(LIMIT);
    assertThatThrownBy(() -> work.await(new Running()))
        .isInstanceOf(OperationCancelledException.class);
  }

  /** An operation that never ends by itself. */
  private static final class Running implements Execution<String> {
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final CompletableFuture<String> result = new CompletableFuture<>();

    @Override
    public Progress progress() {
      return Progress.in(Phase.STORING).build();
    }

    @Override
    public boolean ended() {
      return result.isDone();
    }

    @Override
    public void cancel() {
      result.completeExceptionally(new OperationCancelledException("cancelled"));
    }

    @Override
    public String await(Duration limit) throws TimeoutException {
      awaited.countDown();
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new OperationCancelledException("cancelled", e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      cancel();
    }
  }

  /** An operation that has ended. */
  private record Ended(String report) implements Execution<String> {
    @Override
    public Progress progress() {
      return Progress.in(Phase.DONE).build();
    }

    @Override
    public boolean ended() {
      return true;
    }

    @Override
    public void cancel() {}

    @Override
    public String await(Duration limit) {
      return report;
    }

    @Override
    public void close() {}
  }
}
