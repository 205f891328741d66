package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.StoreLocation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that says of some blobs that they are longer than they are, and lets nobody read them.
 */
final class LengtheningStore implements BlobStore {
  private final BlobStore store;
  private final String prefix;
  private final long length;

  /**
   * Creates the store.
   *
   * @param prefix what the keys start with of the blobs that are said to be longer
   * @param length what is said of them, in bytes
   */
  LengtheningStore(BlobStore store, String prefix, long length) {
    this.store = store;
    this.prefix = prefix;
    this.length = length;
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    assertThat(key.value()).as("read in spite of its length").doesNotStartWith(prefix);
    store.read(key, offset, destination);
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
  public Optional<BlobInfo> stat(BlobKey key) {
    return key.value().startsWith(prefix) ? Optional.of(BlobInfo.of(key, length)) : store.stat(key);
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    return store.list(prefix, after);
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    return store.delete(keys);
  }

  @Override
  public void close() {
    store.close();
  }
}
