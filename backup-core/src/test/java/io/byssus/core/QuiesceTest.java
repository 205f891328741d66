package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.QuiesceFailedException;
import io.byssus.api.source.Source;
import io.byssus.api.source.SourceSession;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.Quiesce;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks around the reading of a backup. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QuiesceTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final InMemoryStore store = InMemoryStore.create();
  private final BackupRepository repository = Repositories.create(store.sameBlobs());
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Path directory;

  @BeforeEach
  void plant(@TempDir Path temporary) throws IOException {
    directory = temporary;
    FileTree.write(directory.resolve("file"), "content");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void readsBetweenBeforeAndAfterAndCommitsLater() {
    Quiesce quiesce =
        quiesce(() -> {}, () -> events.add(repository.snapshots().list().size() + " snapshots"));

    repository.backup(source()).quiesce(quiesce).run();

    assertThat(events).containsExactly("before", "open", "read", "close", "after", "0 snapshots");
    assertThat(repository.snapshots().list()).hasSize(1);
  }

  @Test
  void opensNothingWhenBeforeFails() {
    Quiesce quiesce =
        quiesce(
            () -> {
              throw new IOException("the database refused");
            },
            () -> {});

    assertThatThrownBy(() -> repository.backup(source()).quiesce(quiesce).run())
        .isInstanceOf(QuiesceFailedException.class)
        .hasMessageContaining("'before'")
        .hasMessageContaining("the database refused")
        .hasRootCauseMessage("the database refused");
    assertThat(events).containsExactly("before", "failed: QuiesceFailedException");
    assertThat(repository.snapshots().list()).isEmpty();
  }

  @Test
  void goesOnWhenTheReadingFails() {
    Source missing = FileSource.of(directory.resolve("missing"));

    assertThatThrownBy(() -> repository.backup(missing).quiesce(quiesce(() -> {}, () -> {})).run())
        .isInstanceOf(SourceUnreadableException.class);
    assertThat(events).containsExactly("before", "after", "failed: SourceUnreadableException");
  }

  @Test
  void makesNoSnapshotWhenAfterFails() {
    Quiesce quiesce =
        quiesce(
            () -> {},
            () -> {
              throw new IllegalStateException("still locked");
            });

    assertThatThrownBy(() -> repository.backup(source()).quiesce(quiesce).run())
        .isInstanceOf(QuiesceFailedException.class)
        .hasMessageContaining("'after'")
        .hasMessageContaining("still locked");
    assertThat(events).endsWith("after", "failed: QuiesceFailedException");
    assertThat(repository.snapshots().list()).isEmpty();
  }

  @Test
  void addsToTheFailureWhatElseFails() {
    Quiesce quiesce =
        Quiesce.before(() -> {})
            .after(
                () -> {
                  throw new IllegalStateException("still locked");
                })
            .onFailure(
                failure -> {
                  throw new IllegalStateException("nobody to tell");
                });

    assertThatThrownBy(
            () ->
                repository
                    .backup(FileSource.of(directory.resolve("missing")))
                    .quiesce(quiesce)
                    .run())
        .isInstanceOf(SourceUnreadableException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .anyMatch(message -> message.contains("still locked"))
                    .anyMatch(message -> message.contains("nobody to tell")));
  }

  @Test
  void letsGoOfWhatComesToRestTooLate() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Quiesce quiesce =
        Quiesce.before(
                () -> {
                  awaitUninterrupted(failed);
                  events.add("locked");
                })
            .after(
                () -> {
                  events.add("after");
                  released.countDown();
                })
            .timeout(SHORT);

    assertThatThrownBy(() -> repository.backup(source()).quiesce(quiesce).run())
        .isInstanceOf(QuiesceFailedException.class)
        .hasMessageContaining("'before' took longer than " + SHORT);
    assertThat(events).isEmpty();
    failed.countDown();
    released.await();

    assertThat(events).containsExactly("locked", "after");
  }

  @Test
  void interruptsWhatTakesTooLongAndDoesNotCallAfter() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Quiesce quiesce =
        quiesce(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                },
                () -> {})
            .timeout(Duration.ofSeconds(2));

    assertThatThrownBy(() -> repository.backup(source()).quiesce(quiesce).run())
        .isInstanceOf(QuiesceFailedException.class);
    interrupted.await();

    assertThat(events).containsExactlyInAnyOrder("before", "failed: QuiesceFailedException");
  }

  @Test
  void goesOnWhenTheBackupIsCancelled() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Source held =
        new WatchedSource(FileSource.of(directory)) {
          @Override
          void beforeOpen(String name) {
            reading.countDown();
            awaitUninterrupted(cancelled);
          }
        };
    try (Execution<BackupReport> running =
        repository.backup(held).quiesce(quiesce(() -> {}, () -> {})).start()) {
      reading.await();
      running.cancel();
      cancelled.countDown();
      assertThatThrownBy(() -> running.await(Duration.ofMinutes(1)))
          .isInstanceOf(OperationCancelledException.class);
    }

    assertThat(events).containsExactly("before", "after", "failed: OperationCancelledException");
  }

  @Test
  void goesOnWhenACancelledReadingDoesNotEnd() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goneOn = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Source silent =
        new WatchedSource(FileSource.of(directory)) {
          @Override
          void beforeOpen(String name) {
            reading.countDown();
            awaitUninterrupted(told);
          }
        };
    Quiesce quiesce =
        Quiesce.before(() -> events.add("before"))
            .after(
                () -> {
                  events.add("after");
                  goneOn.countDown();
                })
            .onFailure(
                failure -> {
                  events.add("failed: " + failure.getClass().getSimpleName());
                  told.countDown();
                });
    try (Execution<BackupReport> running = repository.backup(silent).quiesce(quiesce).start()) {
      reading.await();
      running.cancel();
      goneOn.await(); // while the source still holds the reading
      assertThatThrownBy(() -> running.await(Duration.ofMinutes(1)))
          .isInstanceOf(OperationCancelledException.class);
    }

    assertThat(events).containsExactly("before", "after", "failed: OperationCancelledException");
  }

  @Test
  void canBeCancelledWhileItComesToRest() throws Exception {
    CountDownLatch resting = new CountDownLatch(1);
    Quiesce quiesce =
        quiesce(
            () -> {
              resting.countDown();
              new CountDownLatch(1).await();
            },
            () -> {});
    try (Execution<BackupReport> running = repository.backup(source()).quiesce(quiesce).start()) {
      resting.await();
      running.cancel();
      assertThatThrownBy(() -> running.await(Duration.ofMinutes(1)))
          .isInstanceOf(OperationCancelledException.class);
    }

    assertThat(events).containsExactly("before", "failed: OperationCancelledException");
  }

  @Test
  void refusesATimeLimitThatIsNone() {
    assertThatThrownBy(() -> Quiesce.before(() -> {}).timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Quiesce quiesce(Quiesce.Step before, Quiesce.Step after) {
    return Quiesce.before(
            () -> {
              events.add("before");
              before.run();
            })
        .after(
            () -> {
              events.add("after");
              after.run();
            })
        .onFailure(failure -> events.add("failed: " + failure.getClass().getSimpleName()));
  }

  /** A source that tells when it is used. */
  private Source source() {
    return new WatchedSource(FileSource.of(directory)) {
      @Override
      public SourceSession open() {
        events.add("open");
        return super.open();
      }

      @Override
      void beforeOpen(String name) {
        events.add("read");
      }

      @Override
      void afterClose() {
        events.add("close");
      }
    };
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // goes on as an application does that takes no notice
      }
    }
  }
}
