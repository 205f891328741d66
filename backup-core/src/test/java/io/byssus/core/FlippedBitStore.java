package io.byssus.core;

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

/** A store in which one bit of one blob is wrong; the blobs behind it stay as they are. */
final class FlippedBitStore implements BlobStore {
  private final BlobStore store;
  private final Flip flip;

  /**
   * One bit of a blob.
   *
   * @param key the blob's
   * @param bit from 0 on, eight to a byte
   */
  record Flip(BlobKey key, int bit) {
    @Override
    public String toString() {
      return "bit " + bit % Byte.SIZE + " of byte " + bit / Byte.SIZE + " of " + key;
    }
  }

  FlippedBitStore(BlobStore store, Flip flip) {
    this.store = store;
    this.flip = flip;
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    int start = destination.position();
    store.read(key, offset, destination);
    long at = flip.bit() / Byte.SIZE - offset + start;
    if (key.equals(flip.key()) && at >= start && at < destination.position()) {
      int bit = 1 << flip.bit() % Byte.SIZE;
      destination.put((int) at, (byte) (destination.get((int) at) ^ bit));
    }
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

  @Override
  public void close() {
    store.close();
  }
}
