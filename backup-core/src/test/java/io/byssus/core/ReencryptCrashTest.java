package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobKey;
import io.byssus.core.prune.Prune;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A re-encryption that dies at any request, before or behind it; the next one finishes it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReencryptCrashTest {
  private static final int HEADER_EPOCH = 12;

  @Test
  void whateverRequestIsTheLastTheNextOneFinishes() {
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
  void whateverBlobIsTheLastToBeCreatedTheNextOneFinishes() {
    for (long last = 1; ; last += Points.STEP) {
      PruneBench bench = prepared();
      FaultyStore store = FaultyStore.around(bench.store().sameBlobs());
      try (BackupRepository dying = bench.open(store)) {
        long number = store.requests(StoreOperation.CREATE) + last;
        store.inject(Fault.responseLost(), Trigger.call(StoreOperation.CREATE, number));
        store.inject(
            Fault.unavailable(), request -> store.requests(StoreOperation.CREATE) >= number);
        if (!dies(dying)) {
          assertThat(last).isGreaterThan(6);
          return;
        }
        finishes(bench);
      } catch (AssertionError e) {
        throw new AssertionError("create " + last, e);
      }
    }
  }

  private static PruneBench prepared() {
    PruneBench bench = new PruneBench();
    try (BackupRepository repository = bench.create()) {
      bench.backUp(repository, "one", FileTree.random(1, 5_000));
      bench.backUp(repository, "two", FileTree.random(2, 5_000));
      repository.keys().rotate();
      bench.backUp(repository, "three", FileTree.random(3, 5_000));
    }
    return bench;
  }

  private static Prune reencryption(BackupRepository repository) {
    return PruneBench.pruneAll(repository).reencrypt();
  }

  private static boolean dies(BackupRepository repository) {
    try {
      return !reencryption(repository).run().complete();
    } catch (ByssusException e) {
      return true;
    }
  }

  private static void finishes(PruneBench bench) {
    try (BackupRepository next = bench.open()) {
      bench.assertEverythingIsThere(next);
      PruneReport report = reencryption(next).run();
      for (String prefix : new String[] {"packs/", "index/"}) {
        for (BlobKey key : Repositories.keys(bench.store(), prefix)) {
          byte[] bytes = Repositories.read(bench.store(), key);
          assertThat(ByteBuffer.wrap(bytes).getInt(HEADER_EPOCH)).as(key.value()).isEqualTo(2);
        }
      }
      bench.assertEverythingRestores(next);
      assertThat(DatedBackups.ids(next)).hasSize(3);
      bench.assertNothingIsLeftOver(next, report);
    }
  }
}
