package io.byssus.core;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.store.ForwardingStore;
import io.byssus.testkit.store.InMemoryStore;
import java.util.List;

/** A store in memory that does not know create-if-absent. */
final class OverwritingStore extends ForwardingStore {
  OverwritingStore() {
    super(InMemoryStore.create());
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    delete(List.of(key)).orThrow();
    super.create(key, body, options);
  }
}
