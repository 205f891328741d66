package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.StoreFullException;
import io.byssus.core.key.KeyHolder;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps a repository in order, where the store has room for so many blobs more only. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MaintenanceDiskFullTest {
  private static final String SECOND = "second";

  /** What is done, and at how many points at least it may find no room. */
  enum Work {
    PRUNE(4),
    REENCRYPT(4),
    REBUILD_INDEX(2),
    ADD_PARITY(4),
    ROTATE(3),
    REVOKE(3),
    ADD_KEY(2),
    REMOVE_KEY(1),
    FORGET(1),
    PIN(1);

    private final int leastPoints;

    Work(int leastPoints) {
      this.leastPoints = leastPoints;
    }

    void run(BackupRepository repository) {
      switch (this) {
        case PRUNE -> PruneBench.pruneAll(repository).run();
        case REENCRYPT -> {
          repository.keys().rotate();
          PruneBench.pruneAll(repository).reencrypt().run();
        }
        case REBUILD_INDEX -> repository.repair().run();
        case ADD_PARITY -> {
          repository.parity(Fraction.percent(5));
          repository.repair().run();
        }
        case ROTATE -> repository.keys().rotate();
        case REVOKE -> repository.keys().revoke(second(repository).id());
        case ADD_KEY -> repository.keys().add(new WrappingProvider("third", 3), "third");
        case REMOVE_KEY -> repository.keys().remove(second(repository).id());
        case FORGET -> repository.forget(DatedBackups.ids(repository).get(0));
        case PIN -> repository.pin(DatedBackups.ids(repository).get(0), "an audit");
      }
    }

    private static KeyHolder second(BackupRepository repository) {
      return repository.keys().list().stream()
          .filter(holder -> holder.label().equals(SECOND))
          .findFirst()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsNoRoomAtAnyPointSaysSoAndIsDoneWhenThereIs(Work work) {
    int full = 0;
    for (long blobs = 0; ; blobs += Points.STEP) {
      PruneBench bench = prepared(work);
      boolean done = isDone(bench, work, blobs);
      full += done ? 0 : 1;
      try (BackupRepository repository = bench.open()) {
        if (work != Work.REBUILD_INDEX) {
          bench.assertEverythingIsThere(repository);
          assertThat(Repositories.checkAll(repository).errors()).isEmpty();
        }
        if (!done && !tookEffect(repository, work)) {
          work.run(repository);
        }
        bench.backUp(repository, 77);
        bench.assertEverythingIsThere(repository);
        assertThat(Repositories.checkAll(repository).errors()).isEmpty();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with room for " + blobs + " blobs", e);
      }
      if (done) {
        assertThat(Points.all(full)).isGreaterThanOrEqualTo(work.leastPoints);
        return;
      }
    }
  }

  /** A removal may be on record although what follows it found no room. */
  private static boolean tookEffect(BackupRepository repository, Work work) {
    return (work == Work.REVOKE || work == Work.REMOVE_KEY)
        && repository.keys().list().stream().noneMatch(key -> key.label().equals(SECOND));
  }

  private static boolean isDone(PruneBench bench, Work work, long blobs) {
    FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
    try (BackupRepository repository = bench.open(store)) {
      long from = store.requests(StoreOperation.CREATE) + blobs + 1;
      store.inject(Fault.full(), Trigger.callsFrom(StoreOperation.CREATE, from));
      work.run(repository);
      return store.requests(StoreOperation.CREATE) < from;
    } catch (StoreFullException e) {
      assertThat(e.advice()).contains("Make room");
      return false;
    }
  }

  /** Something to do for everybody: dead packs, half-dead packs, a second key, a lost index. */
  private static PruneBench prepared(Work work) {
    PruneBench bench = new PruneBench();
    try (BackupRepository repository = bench.create()) {
      byte[] large = FileTree.random(1, 1_500_000);
      SnapshotId whole = bench.backUp(repository, "large", large);
      bench.backUp(repository, "part", Arrays.copyOf(large, 700_000));
      bench.backUp(repository, "kept", FileTree.random(3, 5_000));
      repository.forget(whole);
      repository.keys().add(new WrappingProvider(SECOND, 2), SECOND);
    }
    if (work == Work.REBUILD_INDEX) {
      bench.store().delete(bench.segments());
    }
    return bench;
  }
}
