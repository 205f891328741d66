package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.execution.Stuck;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that are closed while operations run, in stores that answer and that do not. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final InMemoryStore store = InMemoryStore.create();
  private final FaultyStore faulty = FaultyStore.around(store.sameBlobs());
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private Path source;
  private Path target;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    FileTree.write(source.resolve("file"), FileTree.random(1, 1 << 20));
  }

  @AfterEach
  void letTheStoreAnswer() {
    answer.countDown();
  }

  @Test
  void anOperationThatRunsIsCancelledAndHasStopped() throws Exception {
    BackupRepository repository = create(PATIENCE);
    Execution<BackupReport> running = startAndHang(repository, ClosingTest::untilInterrupted);
    List<Thread> threads = operationThreads();
    Thread closing = new Thread(repository::close);
    closing.start();

    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // until it has cancelled the backup, and waits for its end
    }
    answer.countDown();
    closing.join(PATIENCE.toMillis());

    assertThat(closing.isAlive()).isFalse();
    assertCancelled(running);
    assertEnded(threads);
    assertTheNextBackupIsWhole();
  }

  @Test
  void aStoreThatReactsToInterruptsIsNotWaitedForAndNothingIsLeft() throws Exception {
    BackupRepository repository = create(SHORT);
    Execution<BackupReport> running = startAndHang(repository, ClosingTest::untilInterrupted);
    List<Thread> threads = operationThreads();

    repository.close();

    assertThat(running.ended()).isTrue();
    assertEnded(threads);
    assertTheNextBackupIsWhole();
  }

  @Test
  void aStoreThatHangsIsLeftAndWhatItDoesLaterDoesNoHarm() throws Exception {
    BackupRepository repository = create(SHORT);
    Execution<BackupReport> running = startAndHang(repository, Stuck::until);
    List<Thread> threads = operationThreads();

    repository.close();

    assertCancelled(running);
    assertThatThrownBy(() -> running.await(PATIENCE))
        .hasMessageContaining("backup")
        .hasMessageContaining("byssus-upload-1 in " + Stuck.class.getName());
    answer.countDown();
    assertEnded(threads);
    assertTheNextBackupIsWhole();
  }

  @Test
  void nothingIsStartedInAClosedRepository() {
    BackupRepository repository = create(PATIENCE);
    repository.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> repository.backup(FileSource.of(source)).run())
        .withMessageContaining("closed")
        .withMessageContaining("open it again");
  }

  private BackupRepository create(Duration closeLimit) {
    return BackupRepository.on(faulty)
        .keys(Repositories.KEYS)
        .processors(1)
        .closeLimit(closeLimit)
        .create();
  }

  /** Starts a backup and returns when the store does not answer the upload of its first pack. */
  private Execution<BackupReport> startAndHang(
      BackupRepository repository, BiConsumer<CountDownLatch, CountDownLatch> waiting)
      throws InterruptedException {
    Fault hang =
        Fault.pausedBy(
            () -> {
              waiting.accept(answer, hanging);
            });
    faulty.inject(hang, Trigger.on(StoreOperation.CREATE, key -> key.startsWith("packs/")));
    Execution<BackupReport> running = repository.backup(FileSource.of(source)).start();
    hanging.await();
    return running;
  }

  private static void untilInterrupted(CountDownLatch latch, CountDownLatch arrived) {
    arrived.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread lives for some instructions after it has told that its work is done. */
  private static void assertEnded(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).as("%s", thread).isFalse();
    }
  }

  private static List<Thread> operationThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("byssus-(backup|upload|store|walk|read).*"))
        .toList();
  }

  private static void assertCancelled(Execution<BackupReport> running) {
    assertThat(running.ended()).isTrue();
    assertThatThrownBy(() -> running.await(PATIENCE))
        .isInstanceOf(OperationCancelledException.class);
  }

  private void assertTheNextBackupIsWhole() throws IOException {
    try (BackupRepository next = Repositories.open(store.sameBlobs())) {
      BackupReport report = next.backup(FileSource.of(source)).run();
      FileTree.assertRestores(next, report.snapshot(), source, target);
      assertThat(Repositories.checkAll(next).errors()).isEmpty();
    }
  }
}
