package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.InMemoryStore;
import java.util.Optional;

class InMemoryModelTest extends LongModelContract {
  private InMemoryStore store = InMemoryStore.create();

  @Override
  protected BlobStore openStore() {
    store = InMemoryStore.create();
    return store;
  }

  @Override
  protected Optional<BlobStore> openAfterCrash(long seed) {
    return Optional.of(store.sameBlobs());
  }
}
