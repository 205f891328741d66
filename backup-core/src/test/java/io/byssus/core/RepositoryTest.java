package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.testkit.store.InMemoryStore;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  private final InMemoryStore store = InMemoryStore.create();

  /** Two that create one at once leave the loser's key file behind, if the loser is killed. */
  @Test
  void opensBesideKeyFilesOfARepositoryThatWasNeverCreated() {
    Repositories.create(store.sameBlobs()).close();
    // Names are hashes: among so many some come before the right one.
    for (int i = 0; i < 10; i++) {
      InMemoryStore other = InMemoryStore.create();
      Repositories.create(other.sameBlobs()).close();
      for (BlobKey key : Repositories.keys(other, "keys/")) {
        store.create(key, BlobBody.of(Repositories.read(other, key)), CreateOptions.none());
      }
    }

    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.keys().list()).hasSize(1);
    }
  }
}
