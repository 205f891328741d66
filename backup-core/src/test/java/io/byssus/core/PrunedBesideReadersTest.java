package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While a reader waits for the store, another thread stores anew all that there is, deletes the old
 * packs and segments, and says so: at each request of the reader in turn.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrunedBesideReadersTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final byte[] CONTENT = FileTree.random(1, 300_000);

  private void whileAllIsStoredAnew(int requests, BiConsumer<BackupRepository, SnapshotId> reader) {
    for (long number = 1; ; number++) {
      long moment = number;
      PruneBench bench = new PruneBench();
      try (BackupRepository pruner = bench.create()) {
        SnapshotId snapshot = bench.backUp(pruner, "one", CONTENT);
        pruner.keys().rotate();
        List<BlobKey> old = bench.packs();
        AtomicBoolean pruned = new AtomicBoolean();
        FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
        try (BackupRepository repository = bench.open(store)) {
          long before = store.requests();
          store.inject(
              Fault.pausedBy(() -> storeAllAnewOnce(pruner, pruned)),
              request -> store.requests() >= before + moment);
          reader.accept(repository, snapshot);
        }
        if (!pruned.get()) {
          assertThat(number).as("requests of the reader").isGreaterThan(requests);
          return;
        }
        assertThat(bench.packs()).doesNotContainAnyElementsOf(old);
      } catch (AssertionError e) {
        throw new AssertionError("at request " + number, e);
      }
    }
  }

  private static void storeAllAnewOnce(BackupRepository pruner, AtomicBoolean pruned) {
    if (pruned.compareAndSet(false, true)) {
      try (Execution<PruneReport> prune = PruneBench.pruneAll(pruner).reencrypt().start()) {
        assertThat(prune.await(LIMIT).packsDeleted()).isPositive();
      } catch (TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aRestoreIsWhole() {
    whileAllIsStoredAnew(
        4,
        (repository, snapshot) -> {
          MemoryTarget target = new MemoryTarget();
          repository.restore(snapshot).to(target).run();
          assertThat(target.files().values()).containsExactly(CONTENT);
        });
  }

  @Test
  void aSnapshotAsAFileSystemReadsOn() {
    whileAllIsStoredAnew(
        4,
        (repository, snapshot) -> {
          try (FileSystem files = repository.fileSystem(snapshot)) {
            assertThat(Files.readAllBytes(files.getPath("/content"))).isEqualTo(CONTENT);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aCheckReportsNothingThatWasTakenAwayMeanwhile() {
    whileAllIsStoredAnew(
        10,
        (repository, snapshot) -> {
          CheckReport report = Repositories.checkAll(repository);
          assertThat(report.errors()).isEmpty();
          assertThat(report.packsRead()).isPositive();
        });
  }

  @Test
  void aCheckReportsWhatIsLostThoughOtherThingsWereTakenAway() {
    PruneBench bench = new PruneBench();
    try (BackupRepository pruner = bench.create()) {
      bench.backUp(pruner, 1);
      BlobKey lost =
          bench.packs().stream()
              .filter(key -> Repositories.read(bench.store(), key).length > 100_000)
              .findFirst()
              .orElseThrow();
      SnapshotId forgotten = bench.backUp(pruner, 2);
      bench.store().delete(List.of(lost)).orThrow();
      AtomicBoolean pruned = new AtomicBoolean();
      FaultyStore store =
          FaultyStore.around(bench.store().sameBlobs())
              .inject(
                  Fault.pausedBy(
                      () -> {
                        if (pruned.compareAndSet(false, true)) {
                          pruner.forget(forgotten);
                          PruneBench.pruneAll(pruner).run();
                        }
                      }),
                  Trigger.on(StoreOperation.LIST, "packs/"::equals));
      try (BackupRepository repository = bench.open(store)) {
        assertThat(repository.check().run().errors())
            .extracting(Finding::object)
            .containsExactly(lost.value());
      }
    }
  }
}
