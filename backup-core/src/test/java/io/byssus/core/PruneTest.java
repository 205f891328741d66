package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.Fraction;
import io.byssus.api.SingleWriterException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.prune.Prune;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PruneTest {
  private final PruneBench bench = new PruneBench();
  private BackupRepository repository;

  @BeforeEach
  void create() {
    repository = bench.create();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void whatNoSnapshotNeedsIsGoneAndTheRestIsThere() {
    SnapshotId first = bench.backUp(repository, 1);
    List<BlobKey> firstPacks = bench.packs();
    bench.backUp(repository, 2);
    long both = bench.bytes();
    repository.forget(first);

    PruneReport report = PruneBench.pruneAll(repository).run();

    assertThat(report.packsDeleted()).as(report.toString()).isEqualTo(firstPacks.size());
    assertThat(report.bytesDeleted().bytes()).isGreaterThan(PruneBench.SIZE);
    assertThat(report.complete()).isTrue();
    assertThat(report.bytesUnused()).isEqualTo(DataSize.ZERO);
    assertThat(bench.packs()).doesNotContainAnyElementsOf(firstPacks);
    assertThat(bench.bytes()).isLessThan(both - PruneBench.SIZE);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void everythingGoesWhenAllIsForgotten() {
    repository.forget(bench.backUp(repository, 1), bench.backUp(repository, 2));
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(bench.packs()).isEmpty();
    assertThat(bench.segments()).isEmpty();
    bench.assertNothingIsLeftOver(repository, report);
    bench.backUp(repository, 1);
    bench.assertEverythingRestores(repository);
  }

  @Test
  void whereNothingMayGoNothingIsAppended() {
    bench.backUp(repository, 1);
    Map<String, Integer> before = bench.blobs();
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(report.packsDeleted()).isZero();
    assertThat(report.packsLeft()).isEqualTo(bench.packs().size());
    assertThat(bench.blobs()).isEqualTo(before);
  }

  @Test
  void aPlanChangesNothingAndSaysWhatARunDoes() {
    SnapshotId first = bench.backUp(repository, 1);
    bench.backUp(repository, 2);
    repository.forget(first);
    Map<String, Integer> before = bench.blobs();

    PrunePlan plan = PruneBench.pruneAll(repository).plan();

    assertThat(bench.blobs()).isEqualTo(before);
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(plan.packsGoing()).isEqualTo(report.packsDeleted()).isPositive();
    assertThat(plan.bytesLeft()).isEqualTo(report.bytesLeft());
    assertThat(plan.toString()).startsWith(report.packsDeleted() + " packs go");
  }

  @Test
  void anotherProcessSeesThePruning() {
    try (BackupRepository other = bench.open()) {
      SnapshotId first = bench.backUp(repository, 1);
      bench.backUp(repository, 2);
      bench.assertEverythingRestores(other);
      other.forget(first);
      PruneBench.pruneAll(repository).run();
      bench.assertEverythingRestores(other);
      bench.backUp(other, 1);
      bench.assertEverythingRestores(repository);
    }
  }

  @Test
  void whatIsDecidedIsDeletedWhenTheGracePeriodIsOver() {
    SnapshotId first = bench.backUp(repository, 1);
    bench.backUp(repository, 2);
    bench.pass(Duration.ofDays(2));
    repository.forget(first);
    int packs = bench.packs().size();

    PruneReport decided = repository.prune().run();
    assertThat(decided.packsDeleted()).isZero();
    assertThat(decided.packsWaiting()).isPositive();
    assertThat(decided.bytesWaiting().bytes()).isGreaterThan(PruneBench.SIZE);
    assertThat(bench.packs()).hasSize(packs);

    bench.pass(Duration.ofHours(23));
    assertThat(repository.prune().run().packsDeleted()).isZero();
    bench.pass(Duration.ofHours(1));
    PruneReport deleted = repository.prune().run();
    assertThat(deleted.packsDeleted()).isEqualTo(decided.packsWaiting());
    assertThat(deleted.packsWaiting()).isZero();
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, deleted);
  }

  @Test
  void packsOfAKilledRunStayForTheNextUntilTheGracePeriodIsOver() {
    bench.backUp(repository, 1);
    leaveOrphans(2);
    int packs = bench.packs().size();

    assertThat(repository.prune().run().packsWaiting()).isZero();
    bench.pass(Duration.ofHours(25));
    assertThat(repository.prune().run().packsWaiting()).isPositive();
    bench.pass(Duration.ofHours(25));
    PruneReport report = repository.prune().run();

    assertThat(bench.packs()).hasSizeLessThan(packs);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  /** A process dies before it has stored its index. */
  private void leaveOrphans(long seed) {
    int before = bench.packs().size();
    FaultyStore dying =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.unavailable(),
                Trigger.on(StoreOperation.CREATE, key -> key.startsWith("index/")));
    try (BackupRepository killed = bench.open(dying)) {
      assertThatThrownBy(() -> bench.backUp(killed, seed))
          .isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(bench.packs()).hasSizeGreaterThan(before);
  }

  @Test
  void whatOnlyAStoreKnowsGoesToo() {
    leaveOrphans(1);
    leaveOrphans(2);
    PrunePlan plan = PruneBench.pruneAll(repository).plan();
    assertThat(plan.packsUnknown()).isEqualTo(bench.packs().size()).isPositive();
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(bench.packs()).isEmpty();
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void aClockThatWasFarAheadKeepsNothingForEver() {
    bench.pass(Duration.ofDays(400));
    leaveOrphans(1);
    repository.forget(bench.backUp(repository, 2));
    bench.pass(Duration.ofDays(-400));
    repository.prune().run();
    bench.pass(Duration.ofDays(2));
    PruneReport report = repository.prune().run();
    assertThat(bench.packs()).as(report.toString()).isEmpty();
  }

  @Test
  void packsThatAreMostlyUnusedAreStoredAnew() {
    leaveMostlyUnused();
    int packs = bench.packs().size();
    PrunePlan plan = PruneBench.pruneAll(repository).plan();
    assertThat(plan.packsToRepack()).as(plan.toString()).isEqualTo(1);
    assertThat(plan.bytesToStore()).isLessThan(plan.bytesToRepack());

    PruneReport report = PruneBench.pruneAll(repository).run();

    assertThat(report.packsRepacked()).isEqualTo(1);
    assertThat(report.bytesRepacked()).isEqualTo(plan.bytesToRepack());
    assertThat(report.bytesStored()).isLessThan(report.bytesRepacked());
    assertThat(report.bytesUnused()).isEqualTo(DataSize.ZERO);
    assertThat(bench.packs()).hasSizeLessThanOrEqualTo(packs);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  /**
   * A pack of six megabytes, of which a snapshot still needs some chunks: but for one repository in
   * millions, whose key cuts nothing in five.
   */
  private void leaveMostlyUnused() {
    byte[] large = FileTree.random(1, 6 << 20);
    SnapshotId whole = bench.backUp(repository, "large", large);
    bench.backUp(repository, "part", Arrays.copyOf(large, 5 << 20));
    repository.forget(whole);
  }

  @Test
  void nothingIsStoredAnewBeyondTheLimits() {
    leaveMostlyUnused();
    PruneReport unlimited = PruneBench.pruneAll(repository).maxUnused(Fraction.ALL).run();
    assertThat(unlimited.packsRepacked()).isZero();
    assertThat(unlimited.bytesUnused().bytes()).isGreaterThan(1 << 19);
    PruneReport limited = PruneBench.pruneAll(repository).maxRepack(DataSize.ofMebibytes(5)).run();
    assertThat(limited.packsRepacked()).isZero();
    PruneReport report = PruneBench.pruneAll(repository).maxRepack(DataSize.ofMebibytes(7)).run();
    assertThat(report.packsRepacked()).isEqualTo(1);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void whatWasStoredAnewIsDeletedWhenTheGracePeriodIsOver() {
    leaveMostlyUnused();
    bench.pass(Duration.ofDays(2));
    PruneReport decided = repository.prune().run();
    assertThat(decided.packsRepacked()).isEqualTo(1);
    assertThat(decided.packsWaiting()).isPositive();
    bench.assertEverythingRestores(repository);
    bench.pass(Duration.ofDays(2));
    PruneReport report = repository.prune().run();
    assertThat(report.packsDeleted()).isEqualTo(decided.packsWaiting());
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void manySmallSegmentsBecomeFew() {
    for (int i = 0; i < 20; i++) {
      bench.backUp(repository, "small", FileTree.random(i, 2_000));
    }
    assertThat(bench.segments()).hasSizeGreaterThan(16);
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(bench.segments()).hasSize(1);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void whatCannotBeDeletedIsToldAndLeftToTheNext() {
    repository.forget(bench.backUp(repository, 1));
    FaultyStore refusing = FaultyStore.around(bench.store().sameBlobs());
    refusing.inject(
        Fault.accessDenied(),
        Trigger.on(StoreOperation.DELETE, key -> key.equals(bench.packs().get(0).value())));
    try (BackupRepository other = bench.open(refusing)) {
      PruneReport report = PruneBench.pruneAll(other).run();
      assertThat(report.complete()).isFalse();
      assertThat(report.problems()).hasSize(1);
      assertThat(report.problems().get(0).toString())
          .contains(bench.packs().get(0).value())
          .contains("denied");
      assertThat(bench.packs()).hasSize(1);
    }
    PruneReport report = PruneBench.pruneAll(repository).run();
    assertThat(report.packsDeleted()).isEqualTo(1);
    assertThat(bench.packs()).isEmpty();
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsMadeAgain() {
    repository.forget(bench.backUp(repository, 1));
    FaultyStore losing = FaultyStore.around(bench.store().sameBlobs());
    losing.inject(Fault.responseLost(), Trigger.every(StoreOperation.DELETE));
    try (BackupRepository other = bench.open(losing)) {
      assertThat(PruneBench.pruneAll(other).run().complete()).isFalse();
    }
    assertThat(bench.packs()).isEmpty();
    bench.assertNothingIsLeftOver(repository, PruneBench.pruneAll(repository).run());
  }

  @Test
  void aLogThatIsNotWholeIsNotPruned() {
    SnapshotId first = bench.backUp(repository, 1);
    bench.backUp(repository, 2);
    repository.forget(first);
    bench.store().delete(List.of(BlobKey.of("log/0000000000000001")));
    try (BackupRepository other = bench.open()) {
      Map<String, Integer> before = bench.blobs();
      assertThatThrownBy(() -> PruneBench.pruneAll(other).run())
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("nothing is pruned while the log");
      assertThatThrownBy(() -> PruneBench.pruneAll(other).plan())
          .isInstanceOf(DamagedRepositoryException.class);
      assertThat(bench.blobs()).isEqualTo(before);
    }
  }

  @Test
  void aSegmentThatCannotBeReadStopsThePruneWithItsName() {
    SnapshotId first = bench.backUp(repository, 1);
    BlobKey segment = bench.segments().get(0);
    bench.backUp(repository, 2);
    repository.forget(first);
    bench.store().delete(List.of(segment));
    try (BackupRepository other = bench.open()) {
      Map<String, Integer> before = bench.blobs();
      assertThatThrownBy(() -> PruneBench.pruneAll(other).run())
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining(segment.lastSegment());
      assertThat(bench.blobs()).isEqualTo(before);
    }
  }

  @Test
  void aTreeThatCannotBeReadReleasesTheMark() {
    SnapshotId first = bench.backUp(repository, 1);
    bench.backUp(repository, 2);
    repository.forget(first);
    // Dies behind its mark; meanwhile the trees of the other snapshot are lost.
    FaultyStore dying = FaultyStore.around(bench.store().sameBlobs());
    dying.inject(
        Fault.unavailable(),
        request ->
            request.operation() == StoreOperation.LIST
                && Repositories.keys(bench.store(), "log/").size() > 3);
    int packs = bench.packs().size();
    try (BackupRepository other = bench.open(dying)) {
      assertThatThrownBy(() -> PruneBench.pruneAll(other).run())
          .isInstanceOf(StoreUnavailableException.class);
    }
    bench.store().delete(bench.packs());
    try (BackupRepository other = bench.open()) {
      int entries = Repositories.keys(bench.store(), "log/").size();
      assertThat(entries).isEqualTo(4);
      assertThatThrownBy(() -> PruneBench.pruneAll(other).run())
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("is missing");
      assertThat(Repositories.keys(bench.store(), "log/")).hasSize(entries + 1);
      assertThat(packs).isPositive();
      assertThatThrownBy(() -> PruneBench.pruneAll(other).run())
          .isInstanceOf(DamagedRepositoryException.class);
      assertThat(Repositories.keys(bench.store(), "log/")).hasSize(entries + 1);
    }
  }

  @Test
  void aStoreForASingleWriterIsNotPruned() {
    try (BackupRepository single = Repositories.create(new OverwritingStore())) {
      assertThatThrownBy(() -> single.prune().run()).isInstanceOf(SingleWriterException.class);
    }
  }

  @Test
  void anAppendOnlyStoreIsNotPruned() {
    try (BackupRepository other = bench.open(bench.store().appendOnly())) {
      assertThatThrownBy(() -> other.prune().run())
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void afterPruningTheRepositoryIsAboutAsLargeAsAFreshBackupOfWhatIsLeft() {
    byte[] content = FileTree.random(1, 8 << 20);
    List<SnapshotId> snapshots = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      System.arraycopy(FileTree.random(10 + i, 100_000), 0, content, i << 20, 100_000);
      snapshots.add(bench.backUp(repository, "growing", content.clone()));
    }
    PruneBench fresh = new PruneBench();
    try (BackupRepository other = fresh.create()) {
      fresh.backUp(other, "growing", content);
    }
    repository.forget(snapshots.subList(0, 5));
    assertThat(bench.bytes()).isGreaterThan(fresh.bytes() * 3 / 2);

    PruneReport report = PruneBench.pruneAll(repository).run();

    assertThat(bench.bytes()).isLessThan(fresh.bytes() * 21 / 20);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void aPruneRunsOnceAndRefusesNonsense() {
    Prune prune = repository.prune();
    assertThatIllegalArgumentException().isThrownBy(() -> prune.grace(Duration.ofSeconds(-1)));
    prune.maxUnused(Fraction.ALL).maxRepack(DataSize.ZERO).run();
    assertThatIllegalStateException().isThrownBy(prune::run);
  }
}
