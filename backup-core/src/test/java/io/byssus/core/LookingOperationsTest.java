package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a search, a comparison and a count have in common with all other operations. */
class LookingOperationsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private SnapshotId older;
  private SnapshotId newer;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    FileTree.write(directory.resolve("a/one"), "1");
    older = repository.backup(FileSource.of(directory)).run().snapshot();
    FileTree.write(directory.resolve("b/two"), "22");
    newer = repository.backup(FileSource.of(directory)).run().snapshot();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private enum Look {
    FIND,
    DIFF,
    STATISTICS;

    /** Returns the starting of one that is made now. */
    Starting of(LookingOperationsTest test, Consumer<Progress> onProgress) {
      return switch (this) {
        case FIND -> test.repository.find().onProgress(onProgress)::start;
        case DIFF -> test.repository.diff(test.older, test.newer).onProgress(onProgress)::start;
        case STATISTICS -> test.repository.statistics().onProgress(onProgress)::start;
      };
    }
  }

  private interface Starting {
    Execution<?> start();
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void tellsHowManyEntriesItLookedAt(Look look) throws Exception {
    Queue<Progress> told = new ConcurrentLinkedQueue<>();
    try (Execution<?> running = look.of(this, told::add).start()) {
      running.await(LIMIT);
      assertThat(running.progress().phase()).isEqualTo(Phase.DONE);
      assertThat(running.progress().files()).isPositive();
    }
    assertThat(List.copyOf(told)).last().extracting(Progress::files).isNotEqualTo(0L);
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void isUsedOnce(Look look) throws Exception {
    Starting one = look.of(this, progress -> {});
    try (Execution<?> running = one.start()) {
      running.await(LIMIT);
    }
    assertThatThrownBy(one::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run before");
  }

  @Test
  void isEndedByACancel() {
    CountDownLatch found = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Execution<Long> running =
        repository
            .find()
            .onHit(
                hit -> {
                  found.countDown();
                  awaitQuietly(cancelled);
                })
            .start()) {
      awaitQuietly(found);
      running.cancel();
      cancelled.countDown();
      assertThatThrownBy(() -> running.await(LIMIT))
          .isInstanceOf(OperationCancelledException.class);
    }
  }

  @Test
  void isEndedByWhatTheVisitorThrows() {
    IllegalStateException enough = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                repository
                    .diff(older, newer)
                    .onDifference(
                        difference -> {
                          throw enough;
                        })
                    .run())
        .isSameAs(enough);
  }

  @Test
  void anInterruptedCallerEndsIt() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> repository.statistics().run())
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
