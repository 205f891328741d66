package io.byssus.testkit.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.StoreProbe;
import io.byssus.testkit.store.Trigger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract finds in stores that break theirs. */
class RepositoryModelContractTest {
  private static final int STEPS = 60;

  /**
   * A store goes wrong when there is something to lose, and for good: in any step it is noticed.
   */
  private static final Trigger LATER =
      request -> request.operation() == StoreOperation.CREATE && request.number() > 20;

  @Test
  void aCrashThatTakesWhatWasReportedIsFound(@TempDir Path directory) {
    assertFound(new Forgetful(), directory);
  }

  @Test
  void aStoreThatKeepsHalfOfABlobIsFound(@TempDir Path directory) {
    assertFound(new Tearing(), directory);
  }

  @Test
  void aStoreThatRefusesIsFound(@TempDir Path directory) {
    assertFound(new Failing(), directory);
  }

  private static void assertFound(RepositoryModelContract contract, Path directory) {
    contract.takeDirectory(directory);
    assertThatThrownBy(() -> contract.run(7, STEPS))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("seed 7 after [");
  }

  /** Each crash takes the last entry of the log. */
  private static final class Forgetful extends RepositoryModelContract {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    protected BlobStore openStore() {
      return store.sameBlobs();
    }

    @Override
    protected Optional<BlobStore> openAfterCrash(long seed) {
      List<String> log = StoreProbe.keys(store, "log/");
      store.delete(List.of(BlobKey.of(log.get(log.size() - 1)))).orThrow();
      return Optional.of(store.sameBlobs());
    }
  }

  /** Of blobs it keeps the first half. */
  private static final class Tearing extends RepositoryModelContract {
    @Override
    protected BlobStore openStore() {
      return FaultyStore.around(InMemoryStore.create()).inject(Fault.tornBlob(), LATER);
    }

    @Override
    protected Optional<BlobStore> openAfterCrash(long seed) {
      return Optional.empty();
    }
  }

  /** Refuses what is created. */
  private static final class Failing extends RepositoryModelContract {
    @Override
    protected BlobStore openStore() {
      return FaultyStore.around(InMemoryStore.create()).inject(Fault.accessDenied(), LATER);
    }

    @Override
    protected Optional<BlobStore> openAfterCrash(long seed) {
      return Optional.empty();
    }
  }
}
