package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A prune beside others: one is suspended at each of its requests, while another runs whole. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PruneTogetherTest {
  /** Suspends a client once, behind so many of its requests, until something else is done. */
  private static final class Suspended {
    private final FaultyStore store;
    private final AtomicBoolean happened = new AtomicBoolean();

    Suspended(PruneBench bench) {
      store = FaultyStore.around(bench.store().sameBlobs());
    }

    void behind(long requests, Runnable meanwhile) {
      long from = store.requests() + requests;
      store.inject(
          Fault.pausedBy(meanwhile),
          request -> store.requests() > from && !happened.getAndSet(true));
    }
  }

  @Test
  void aPruneThatIsSuspendedWhileAnotherRunsDoesNoHarm() {
    int suspended = 0;
    for (long requests = 0; ; requests += Points.STEP) {
      PruneBench bench = prepared();
      Suspended one = new Suspended(bench);
      try (BackupRepository first = bench.open(one.store);
          BackupRepository second = bench.open()) {
        one.behind(requests, () -> PruneBench.pruneAll(second).run());
        PruneReport report = PruneBench.pruneAll(first).run();
        assertThat(report.complete()).isTrue();
        finishes(bench);
      } catch (AssertionError e) {
        throw new AssertionError("behind " + requests + " requests", e);
      }
      if (!one.happened.get()) {
        assertThat(Points.all(suspended)).isGreaterThan(40);
        return;
      }
      suspended++;
    }
  }

  @Test
  void aPruneThatIsSuspendedWhileABackupRunsTakesNothingFromIt() {
    for (long requests = 0; ; requests += Points.STEP) {
      PruneBench bench = prepared();
      Suspended one = new Suspended(bench);
      try (BackupRepository first = bench.open(one.store);
          BackupRepository second = bench.open()) {
        // The same content as of a forgotten snapshot, whose packs are about to go.
        one.behind(requests, () -> bench.backUp(second, "again", FileTree.random(2, 5_000)));
        PruneBench.pruneAll(first).run();
        try (BackupRepository next = bench.open()) {
          bench.assertEverythingRestores(next);
          bench.assertNothingIsLeftOver(next, PruneBench.pruneAll(next).run());
        }
      } catch (AssertionError e) {
        throw new AssertionError("behind " + requests + " requests", e);
      }
      if (!one.happened.get()) {
        return;
      }
    }
  }

  @Test
  void aBackupThatIsSuspendedWhileAPruneRunsKeepsWhatItCommits() {
    int suspended = 0;
    for (long requests = 0; ; requests += Points.STEP) {
      PruneBench bench = prepared();
      Suspended one = new Suspended(bench);
      try (BackupRepository first = bench.open(one.store);
          BackupRepository second = bench.open()) {
        one.behind(requests, () -> PruneBench.pruneAll(second).run());
        // What a forgotten snapshot had, what is kept, and what is new.
        bench.backUp(first, "again", FileTree.random(2, 5_000));
        finishes(bench);
        assertThat(DatedBackups.ids(second)).hasSize(3);
      } catch (AssertionError e) {
        throw new AssertionError("behind " + requests + " requests", e);
      }
      if (!one.happened.get()) {
        assertThat(Points.all(suspended)).isGreaterThan(5);
        return;
      }
      suspended++;
    }
  }

  private static PruneBench prepared() {
    PruneBench bench = new PruneBench();
    try (BackupRepository repository = bench.create()) {
      byte[] large = FileTree.random(1, 6 << 20);
      SnapshotId whole = bench.backUp(repository, "large", large);
      bench.backUp(repository, "part", Arrays.copyOf(large, 2 << 20));
      SnapshotId other = bench.backUp(repository, "other", FileTree.random(2, 5_000));
      bench.backUp(repository, "kept", FileTree.random(3, 5_000));
      repository.forget(whole, other);
    }
    return bench;
  }

  private static void finishes(PruneBench bench) {
    try (BackupRepository next = bench.open()) {
      bench.assertEverythingIsThere(next);
      PruneReport report = PruneBench.pruneAll(next).run();
      bench.assertEverythingRestores(next);
      bench.assertNothingIsLeftOver(next, report);
    }
  }
}
