package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.InMemoryStore;
import java.util.Optional;

/** A store that is gone with its client. */
class NoCrashModelTest extends RepositoryModelContract {
  @Override
  protected BlobStore openStore() {
    return InMemoryStore.create();
  }

  @Override
  protected Optional<BlobStore> openAfterCrash(long seed) {
    return Optional.empty();
  }
}
