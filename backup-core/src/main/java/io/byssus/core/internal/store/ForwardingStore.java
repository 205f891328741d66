package io.byssus.core.internal.store;

import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreCapability;
import io.byssus.api.store.StoreLocation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What decorators of a store have in common: every call goes on to the store. */
public abstract class ForwardingStore implements BlobStore {
  private final BlobStore store;

  /** Creates a decorator of a store. */
  protected ForwardingStore(BlobStore store) {
    this.store = store;
  }

  @Override
  public StoreLocation location() {
    return store.location();
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    store.create(key, body, options);
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    store.read(key, offset, destination);
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    return store.stat(key);
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    return store.list(prefix, after);
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    return store.delete(keys);
  }

  /** Passes on what is known not to go past a decorator, and refuses every other capability. */
  @Override
  public <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    return type == RetentionLocks.class || type == AppendOnly.class
        ? store.capability(type)
        : Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }
}
