package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A prune that dies at any request, before or behind it; the next one finishes its work. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PruneCrashTest {
  private static final StoreOperation[] CHANGES = {StoreOperation.CREATE, StoreOperation.DELETE};

  @Test
  void whateverRequestIsTheLastTheNextPruneLeavesNothingOver() {
    int died = 0;
    for (long last = 0; ; last += Points.STEP) {
      long requests = last;
      PruneBench bench = prepared();
      FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
      try (BackupRepository dying = bench.open(store)) {
        long before = store.requests();
        store.inject(Fault.unavailable(), request -> store.requests() > before + requests);
        if (!dies(dying)) {
          assertThat(Points.all(died)).isGreaterThan(40);
          return;
        }
        died++;
        finishes(bench);
      } catch (AssertionError e) {
        throw new AssertionError("behind " + last + " requests", e);
      }
    }
  }

  /** The store has carried out what it was asked for last, and the process does not know. */
  @Test
  void whateverAnswerIsTheLastToBeLostTheNextPruneLeavesNothingOver() {
    Map<StoreOperation, Integer> died = new EnumMap<>(StoreOperation.class);
    for (StoreOperation operation : CHANGES) {
      for (long last = 1; ; last += Points.STEP) {
        PruneBench bench = prepared();
        FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
        try (BackupRepository dying = bench.open(store)) {
          long number = store.requests(operation) + last;
          Trigger lost = Trigger.call(operation, number);
          store.inject(Fault.responseLost(), lost);
          store.inject(
              Fault.unavailable(),
              request ->
                  store.requests(operation) > number
                      || (store.requests(operation) == number && request.operation() != operation));
          boolean complete = !dies(dying) && store.requests(operation) < number;
          if (complete) {
            break;
          }
          died.merge(operation, 1, Integer::sum);
          finishes(bench);
        } catch (AssertionError e) {
          throw new AssertionError(operation + " " + last, e);
        }
      }
    }
    assertThat(Points.all(died.getOrDefault(StoreOperation.CREATE, 0))).isGreaterThan(10);
    assertThat(died.get(StoreOperation.DELETE)).isPositive();
  }

  /** Something of everything: dead packs, orphans, packs to be stored anew, small segments. */
  private static PruneBench prepared() {
    PruneBench bench = new PruneBench();
    try (BackupRepository repository = bench.create()) {
      byte[] large = FileTree.random(1, 6 << 20);
      SnapshotId whole = bench.backUp(repository, "large", large);
      bench.backUp(repository, "part", Arrays.copyOf(large, 5 << 20));
      SnapshotId other = bench.backUp(repository, "other", FileTree.random(2, 5_000));
      bench.backUp(repository, "kept", FileTree.random(3, 5_000));
      repository.forget(whole, other);
    }
    FaultyStore dying = FaultyStore.around(bench.store().sameBlobs());
    dying.inject(
        Fault.unavailable(), Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
    try (BackupRepository killed = bench.open(dying)) {
      bench.backUp(killed, "killed", FileTree.random(4, 5_000));
      fail("the store takes no entries");
    } catch (ByssusException e) {
      return bench;
    }
    return bench;
  }

  private static boolean dies(BackupRepository repository) {
    try {
      return !PruneBench.pruneAll(repository).run().complete();
    } catch (ByssusException e) {
      return true;
    }
  }

  private static void finishes(PruneBench bench) {
    try (BackupRepository next = bench.open()) {
      bench.assertEverythingIsThere(next);
      PruneReport report = PruneBench.pruneAll(next).run();
      bench.assertEverythingRestores(next);
      assertThat(DatedBackups.ids(next)).hasSize(2);
      bench.assertNothingIsLeftOver(next, report);
    }
  }
}
