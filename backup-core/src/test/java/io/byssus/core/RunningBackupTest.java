package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups while they run: cancelled, interrupted, watched, and several at once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningBackupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int FILES = 40;
  private static final int FILE_BYTES = 1 << 20;

  private final InMemoryStore store = InMemoryStore.create();

  /** Two packs are filled side by side, which is less than all files take. */
  private final BackupRepository repository =
      BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).processors(2).create();

  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (int i = 0; i < FILES; i++) {
      FileTree.write(source.resolve("file" + i), FileTree.random(i, FILE_BYTES));
    }
    FileTree.write(source.resolve("last"), "last");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void leavesTheRepositoryWholeWhenItIsCancelled() throws Exception {
    HeldSource held = new HeldSource(FileSource.of(source));
    try (Execution<BackupReport> running = repository.backup(held).start()) {
      held.awaitArrival();
      awaitFirstPack();
      running.cancel();
      held.release();

      assertThatThrownBy(() -> running.await(PATIENCE))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(running.ended()).isTrue();
    }

    assertThat(repository.snapshots().list()).isEmpty();
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    BackupReport next = repository.backup(FileSource.of(source)).run();
    assertThat(next.bytesNew().bytes()).isLessThan((long) FILES * FILE_BYTES);
    FileTree.assertRestores(repository, next.snapshot(), source, target);
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
  }

  private void awaitFirstPack() {
    while (Repositories.keys(store, "packs/").isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void goesOnWhenACallerOnlyWaitedForAMoment() throws Exception {
    HeldSource held = new HeldSource(FileSource.of(source));
    try (Execution<BackupReport> running = repository.backup(held).start()) {
      held.awaitArrival();
      assertThatThrownBy(() -> running.await(Duration.ofMillis(1)))
          .isInstanceOf(TimeoutException.class);
      assertThat(running.ended()).isFalse();
      assertThat(running.progress().phase()).isEqualTo(Phase.STORING);
      held.release();

      BackupReport report = running.await(PATIENCE);

      assertThat(running.progress().phase()).isEqualTo(Phase.DONE);
      assertThat(running.progress().files()).isEqualTo(FILES + 1);
      FileTree.assertRestores(repository, report.snapshot(), source, target);
    }
  }

  @Test
  void stopsWhenItsCallerIsInterrupted() throws Exception {
    HeldSource held = new HeldSource(FileSource.of(source));
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              thrown.add(catchThrowable(() -> repository.backup(held).run()));
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    held.awaitArrival();

    caller.interrupt();
    held.release();
    caller.join();

    assertThat(thrown).singleElement().isInstanceOf(OperationCancelledException.class);
    assertThat(flag).isTrue();
    assertThat(repository.snapshots().list()).isEmpty();
    BackupReport next = repository.backup(FileSource.of(source)).run();
    FileTree.assertRestores(repository, next.snapshot(), source, target);
  }

  @Test
  void tellsOfItsProgressAtMostTenTimesASecondAndOneAfterTheOther() {
    int calls = 5;
    CountDownLatch told = new CountDownLatch(calls);
    HeldSource held = new HeldSource(FileSource.of(source));
    AtomicInteger inside = new AtomicInteger();
    List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean together = new AtomicBoolean();

    long start = System.nanoTime();
    repository
        .backup(held)
        .onProgress(
            now -> {
              together.compareAndSet(false, inside.incrementAndGet() > 1);
              progress.add(now);
              told.countDown();
              if (told.getCount() == 0) {
                held.release();
              }
              inside.decrementAndGet();
            })
        .run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(together).isFalse();
    // One each 100 ms, and one at the end.
    assertThat((long) progress.size()).isBetween((long) calls, took.toMillis() / 100 + 2);
    assertThat(progress).isSortedAccordingTo((a, b) -> a.elapsed().compareTo(b.elapsed()));
    assertThat(progress.stream().map(Progress::phase)).contains(Phase.STORING);
    Progress last = progress.get(progress.size() - 1);
    assertThat(last.bytes().bytes()).isPositive();
  }

  @Test
  void doesNotObeyAListenerThatThrows() throws IOException {
    HeldSource held = new HeldSource(FileSource.of(source));

    BackupReport report =
        repository
            .backup(held)
            .onProgress(
                now -> {
                  held.release();
                  throw new IllegalStateException("not obeyed");
                })
            .run();

    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @Test
  void runsBesideAnotherProcess() throws Exception {
    try (BackupRepository other = Repositories.open(store.sameBlobs())) {
      HeldSource held = new HeldSource(FileSource.of(source));
      try (Execution<BackupReport> first = repository.backup(held).start()) {
        held.awaitArrival();
        BackupReport second = other.backup(FileSource.of(source)).run();
        held.release();

        BackupReport slower = first.await(PATIENCE);

        FileTree.assertRestores(other, slower.snapshot(), source, target.resolve("slower"));
        FileTree.assertRestores(repository, second.snapshot(), source, target.resolve("second"));
      }
    }
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
  }

  @Test
  void fourAtOnceStoreATreeThatChangesUnderThem() throws Exception {
    int clients = 4;
    int rounds = 3;
    AtomicBoolean done = new AtomicBoolean();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    Thread changes = new Thread(() -> failures.addAll(changeUntil(done)));
    changes.start();
    CyclicBarrier start = new CyclicBarrier(clients);
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      Thread thread =
          new Thread(
              () -> {
                try (BackupRepository own = Repositories.open(store.sameBlobs())) {
                  for (int round = 0; round < rounds; round++) {
                    start.await();
                    own.backup(FileSource.of(source)).run();
                  }
                } catch (Exception e) {
                  failures.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    done.set(true);
    changes.join();

    assertThat(failures).isEmpty();
    assertThat(repository.snapshots().list()).hasSize(clients * rounds);
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    for (Snapshot snapshot : repository.snapshots().list()) {
      repository.restore(snapshot).to(target.resolve(snapshot.id().hex())).run();
    }
    BackupReport quiet = repository.backup(FileSource.of(source)).run();
    assertThat(quiet.problems()).isEmpty();
    FileTree.assertRestores(repository, quiet.snapshot(), source, target.resolve("quiet"));
  }

  /** Writes, replaces, deletes and moves files; returns what went wrong with that. */
  private List<Throwable> changeUntil(AtomicBoolean done) {
    Random random = new Random(1);
    try {
      while (!done.get()) {
        Path file = source.resolve("changing" + random.nextInt(20));
        switch (random.nextInt(4)) {
          case 0 -> Files.deleteIfExists(file);
          case 1 -> Files.write(file, FileTree.random(random.nextLong(), random.nextInt(100_000)));
          case 2 -> {
            Path other = Files.write(source.resolve("other"), new byte[random.nextInt(3000)]);
            Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          }
          default -> FileTree.write(source.resolve("directory" + random.nextInt(3) + "/x"), "x");
        }
        LockSupport.parkNanos(500_000);
      }
      return List.of();
    } catch (IOException e) {
      return List.of(e);
    }
  }

  /** A source that stops at the file 'last' until it is released. */
  private static final class HeldSource extends WatchedSource {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldSource(FileSource source) {
      super(source);
    }

    @Override
    void beforeOpen(String name) throws IOException {
      if (name.equals("last")) {
        arrived.countDown();
        await(released);
      }
    }

    void awaitArrival() throws IOException {
      await(arrived);
    }

    void release() {
      released.countDown();
    }

    private static void await(CountDownLatch latch) throws IOException {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
