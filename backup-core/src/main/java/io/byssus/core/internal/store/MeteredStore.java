package io.byssus.core.internal.store;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is written through it. */
public final class MeteredStore extends ForwardingStore {
  private final LongAdder created = new LongAdder();

  /** Creates a decorator around a store. */
  public MeteredStore(BlobStore store) {
    super(store);
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    super.create(key, body, options);
    created.add(body.length());
  }

  /** Returns how many bytes were created. */
  public long bytesCreated() {
    return created.sum();
  }
}
