package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobStore;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.engine.HandPruner;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Log;
import io.byssus.core.prune.PruneReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a backup does when others take packs away while it runs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrunedWhileWritingTest {
  private final InMemoryStore store = InMemoryStore.create();
  private OpenRepository pruners;
  private HandPruner pruner;
  private Path source;
  private Path target;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (int i = 0; i < 4; i++) {
      FileTree.write(source.resolve("old" + i), FileTree.random(i, 300_000));
    }
    FileTree.settle();
    pruners = opener(store.sameBlobs()).create("test", null);
    pruner = new HandPruner(pruners);
  }

  @AfterEach
  void close() {
    pruners.close();
  }

  private static RepositoryOpener opener(BlobStore blobs) {
    return new RepositoryOpener(
        blobs,
        Unlocking.with(Repositories.KEYS),
        RepositorySettings.builder().processors(2).build());
  }

  private static BackupRepository open(BlobStore blobs) {
    return new BackupRepository(opener(blobs).open(), null);
  }

  private BackupReport backUp() {
    try (BackupRepository repository = open(store.sameBlobs())) {
      return repository.backup(FileSource.of(source)).run();
    }
  }

  /** Backs up; each time before the run creates an entry of the log, somebody else does this. */
  private BackupReport backUpWhile(WatchedSource watched, Runnable others) {
    FaultyStore faulty =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.pausedBy(others),
                Trigger.on(StoreOperation.CREATE, key -> key.startsWith(Log.PREFIX)));
    try (BackupRepository repository = open(faulty)) {
      return repository.backup(watched).run();
    }
  }

  private BackupReport backUpWhile(Runnable others) {
    return backUpWhile(new WatchedSource(FileSource.of(source)), others);
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  private void forget(SnapshotId snapshot) {
    try (BackupRepository repository = open(store.sameBlobs())) {
      repository.forget(List.of(snapshot));
    }
  }

  private void assertRestoresAndIsClean(SnapshotId snapshot) throws IOException {
    try (BackupRepository repository = open(store.sameBlobs())) {
      FileTree.assertRestores(repository, snapshot, source, target);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  /** R20, R21, R22: files that were not read are relied on like others. */
  @Test
  void unchangedFilesWhosePacksWereMarkedAreStoredAgainBeforeTheCommit() throws IOException {
    SnapshotId first = backUp().snapshot();
    List<PackName> before = pruner.packs();
    BackupReport second = backUpWhile(once(() -> pruner.mark(pack -> true)));
    assertThat(pruner.packs()).hasSizeGreaterThan(before.size());
    assertThat(second.filesUnmodified()).as("by the walk that was asked for").isEqualTo(4);
    assertThat(second.bytesNew().bytes()).isGreaterThanOrEqualTo(1_200_000);

    forget(first);
    pruner.condemn();
    pruner.delete();
    assertThat(pruner.packs()).doesNotContainAnyElementsOf(before);
    assertRestoresAndIsClean(second.snapshot());
  }

  /** R6: what was condemned, deleted and swept before the tail is noticed nevertheless. */
  @Test
  void aWriterThatWasSuspendedOverAWholePruneFindsOut() throws IOException {
    SnapshotId first = backUp().snapshot();
    BackupReport second =
        backUpWhile(
            once(
                () -> {
                  forget(first);
                  pruner.mark(pack -> true);
                  pruner.condemn();
                  pruner.delete();
                  pruner.dropSegments();
                  pruner.delete();
                  pruner.sweep();
                }));
    assertThat(pruner.state().condemned()).isEmpty();
    assertThat(second.snapshot()).isNotEqualTo(first);
    assertRestoresAndIsClean(second.snapshot());
  }

  /** R21, R23: also what the run stored itself, and the segments that list it. */
  @Test
  void packsAndSegmentsOfItsOwnThatWereTakenForOrphansAreStoredAgain() throws IOException {
    List<PackName> orphans = new ArrayList<>();
    BackupReport report =
        backUpWhile(
            once(
                () -> {
                  orphans.addAll(pruner.packs());
                  pruner.mark(pack -> true);
                  pruner.condemn();
                  pruner.delete();
                }));
    assertThat(orphans).isNotEmpty();
    assertThat(pruner.packs()).isNotEmpty().doesNotContainAnyElementsOf(orphans);
    assertThat(report.filesNew()).isEqualTo(4);
    assertRestoresAndIsClean(report.snapshot());
  }

  /** R23: a segment alone. */
  @Test
  void aSegmentOfItsOwnThatWasTakenForAnOrphanIsNotNamed() throws IOException {
    BackupReport report =
        backUpWhile(
            once(
                () -> {
                  pruner.mark(pack -> false);
                  pruner.condemn();
                  pruner.delete();
                }));
    assertThat(pruner.state().segments()).isNotEmpty();
    assertRestoresAndIsClean(report.snapshot());
  }

  @Test
  void onlyFilesWhoseChunksWentAreReadAgainAndOthersAreComparedWithTheDraft() throws IOException {
    backUp();
    List<PackName> old = pruner.packs();
    for (int i = 0; i < 3; i++) {
      FileTree.write(source.resolve("new" + i), FileTree.random(100 + i, 300_000));
    }
    FileTree.settle();
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    BackupReport report = backUpWhile(watched, once(() -> pruner.mark(old::contains)));
    assertThat(watched.opened())
        .containsExactlyInAnyOrder("new0", "new1", "new2", "old0", "old1", "old2", "old3");
    assertThat(report.filesNew()).isEqualTo(3);
    assertThat(report.filesUnmodified()).isEqualTo(4);
    assertRestoresAndIsClean(report.snapshot());
  }

  @Test
  void aMarkOfPacksThatItDoesNotRelyOnDoesNotKeepItFromCommitting() throws IOException {
    backUp();
    List<PackName> old = pruner.packs();
    try (var files = java.nio.file.Files.list(source)) {
      for (Path file : files.toList()) {
        java.nio.file.Files.delete(file);
      }
    }
    FileTree.write(source.resolve("new"), FileTree.random(100, 300_000));
    FileTree.settle();
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    BackupReport report = backUpWhile(watched, once(() -> pruner.mark(old::contains)));
    assertThat(watched.opened()).containsExactly("new");
    assertRestoresAndIsClean(report.snapshot());
  }

  /** R20: what is marked when the run begins is not chosen, and so nothing is lost later. */
  @Test
  void aRunThatBeginsWhileAMarkIsOpenAvoidsItsPacks() throws IOException {
    backUp();
    List<PackName> marked = pruner.packs();
    pruner.mark(pack -> true);
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    BackupReport report = backUpWhile(watched, once(pruner::condemn));
    assertThat(watched.opened()).as("once each").hasSize(4);
    assertThat(pruner.packs()).hasSizeGreaterThan(marked.size());
    assertThat(report.filesUnmodified()).isZero();
  }

  /** R40. */
  @Test
  void aRunThatLostPacksTwiceHoldsUntilItHasCommitted() throws IOException {
    backUp();
    List<Set<String>> holds = new ArrayList<>();
    int[] marks = {0};
    BackupReport report =
        backUpWhile(
            () -> {
              holds.add(pruner.state().holds().keySet());
              if (marks[0]++ < 2) {
                pruner.release();
                pruner.mark(pack -> true);
              }
            });
    // Two commits that fail, the hold itself, the last commit; lost races are tried again.
    assertThat(holds).last().satisfies(last -> assertThat(last).hasSize(1));
    assertThat(holds.get(1)).as("not after the first").isEmpty();
    assertThat(pruner.state().holds()).as("committed").isEmpty();
    assertRestoresAndIsClean(report.snapshot());
  }

  @Test
  void aRunWhosePacksGoAgainAndAgainFailsAndSaysWhy() {
    // Every second time: what loses the race is tried again, and a commit is checked first.
    boolean[] pass = {true};
    assertThatThrownBy(
            () ->
                backUpWhile(
                    () -> {
                      pass[0] = !pass[0];
                      if (!pass[0]) {
                        pruner.release();
                        pruner.mark(pack -> true);
                      }
                    }))
        .hasMessageContaining("7th time")
        .hasMessageContaining("packs/");
  }

  /** R40: it may be dead, and nobody's clock says so. */
  @Test
  void aPruneWaitsForARunThatHoldsAsLongAsItsPatienceLasts() {
    forget(backUp().snapshot());
    pruner.holdAndDie();
    try (BackupRepository repository = open(store.sameBlobs())) {
      try (Execution<PruneReport> waiting = repository.prune().grace(Duration.ZERO).start()) {
        while (repository.warnings().stream().noneMatch(w -> w.contains("without patience"))) {
          LockSupport.parkNanos(1_000_000);
        }
        assertThat(waiting.ended()).isFalse();
        assertThat(pruner.state().openMark()).isEmpty();
      }
      PruneReport impatient = repository.prune().grace(Duration.ZERO).patience(Duration.ZERO).run();
      assertThat(impatient.packsDeleted()).isPositive();
      assertThat(pruner.state().holds()).as("a mark ends it").isEmpty();
      assertThat(pruner.packs()).isEmpty();
    }
  }

  /** R8. */
  @Test
  void anEntryThatIsMissingMayHaveMarkedAnythingSoEverythingIsStoredAgain() throws IOException {
    backUp();
    FileTree.write(source.resolve("more"), "more");
    FileTree.settle();
    backUp();
    FileTree.write(source.resolve("yet more"), "yet more");
    FileTree.settle();
    backUp();
    store.sameBlobs().delete(List.of(Log.entryKey(2))).orThrow();
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    try (BackupRepository repository = open(store.sameBlobs())) {
      BackupReport report = repository.backup(watched).run();
      assertThat(watched.opened()).contains("old0", "old1", "old2", "old3");
      assertThat(report.bytesNew().bytes()).isGreaterThanOrEqualTo(1_200_000);
      assertThat(repository.warnings()).anyMatch(warning -> warning.contains("stores everything"));
      FileTree.assertRestores(repository, report.snapshot(), source, target);
    }
  }

  /** R8: the same, but the run began before the gap. */
  @Test
  void anEntryThatGoesMissingWhileItRunsKeepsItFromCommitting() {
    backUp();
    assertThatThrownBy(
            () ->
                backUpWhile(
                    once(
                        () -> {
                          pruner.mark(pack -> false);
                          pruner.release();
                          pruner.mark(pack -> false);
                          store.sameBlobs().delete(List.of(Log.entryKey(3))).orThrow();
                        })))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("log entry 3");
  }
}
