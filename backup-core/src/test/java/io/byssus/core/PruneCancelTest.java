package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Phase;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A prune that is cancelled while it waits for the store; the next one finishes its work. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PruneCancelTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** What a prune dies of at each request is {@link PruneCrashTest}'s. */
  private static final int STEP = 3;

  @Test
  void whereverItIsCancelledTheNextPruneLeavesNothingOver() {
    Map<Phase, Integer> cancelled = new EnumMap<>(Phase.class);
    for (long last = 1; ; last += STEP) {
      long moment = last;
      PruneBench bench = prepared();
      FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
      try (BackupRepository repository = bench.open(store)) {
        CompletableFuture<Execution<PruneReport>> started = new CompletableFuture<>();
        CompletableFuture<Phase> reached = new CompletableFuture<>();
        long before = store.requests();
        store.inject(
            Fault.pausedBy(
                () -> {
                  reached.complete(started.join().progress().phase());
                  started.join().cancel();
                }),
            request -> store.requests() >= before + moment && !reached.isDone());
        if (!isCancelled(repository, started)) {
          assertThat(last).isGreaterThan(40);
          assertThat(cancelled.keySet()).contains(Phase.LOOKING, Phase.PRUNING);
          return;
        }
        cancelled.merge(reached.join(), 1, Integer::sum);
        bench.assertEverythingIsThere(repository);
        PruneReport report = PruneBench.pruneAll(repository).reencrypt().run();
        bench.assertEverythingRestores(repository);
        bench.assertNothingIsLeftOver(repository, report);
      } catch (AssertionError e) {
        throw new AssertionError("at request " + last, e);
      }
    }
  }

  /** Something of everything: dead packs, orphans, packs to be stored anew, segments. */
  private static PruneBench prepared() {
    PruneBench bench = new PruneBench();
    try (BackupRepository repository = bench.create()) {
      SnapshotId forgotten = bench.backUp(repository, "one", FileTree.random(1, 5_000));
      bench.backUp(repository, "two", FileTree.random(2, 5_000));
      repository.forget(forgotten);
      repository.keys().rotate();
    }
    FaultyStore dying = FaultyStore.around(bench.store().sameBlobs());
    dying.inject(
        Fault.unavailable(), Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
    try (BackupRepository killed = bench.open(dying)) {
      bench.backUp(killed, "killed", FileTree.random(4, 5_000));
      throw new AssertionError("the store takes no entries");
    } catch (ByssusException e) {
      return bench;
    }
  }

  private static boolean isCancelled(
      BackupRepository repository, CompletableFuture<Execution<PruneReport>> started) {
    try (Execution<PruneReport> prune = PruneBench.pruneAll(repository).reencrypt().start()) {
      started.complete(prune);
      prune.await(LIMIT);
      return false;
    } catch (OperationCancelledException e) {
      return true;
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
