package io.byssus.core;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.store.ForwardingStore;
import java.nio.ByteBuffer;

/** A store in which one bit of one blob is wrong; the blobs behind it stay as they are. */
final class FlippedBitStore extends ForwardingStore {
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
    super(store);
    this.flip = flip;
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    int start = destination.position();
    super.read(key, offset, destination);
    long at = flip.bit() / Byte.SIZE - offset + start;
    if (key.equals(flip.key()) && at >= start && at < destination.position()) {
      int bit = 1 << flip.bit() % Byte.SIZE;
      destination.put((int) at, (byte) (destination.get((int) at) ^ bit));
    }
  }
}
