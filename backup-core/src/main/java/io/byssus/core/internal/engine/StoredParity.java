package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.parity.ParityBlob;
import io.byssus.core.internal.store.Blobs;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The parity blobs that are in a store, as its listing tells. Immutable. */
final class StoredParity {
  private final BlobStore store;
  private final Set<BlobKey> keys = new HashSet<>();

  private StoredParity(BlobStore store) {
    this.store = store;
  }

  /**
   * Lists them. To be called before packs are listed: each is stored behind its pack, so that what
   * is here without its pack is nobody's.
   */
  static StoredParity of(BlobStore store) {
    StoredParity parity = new StoredParity(store);
    Blobs.forEach(store, PackName.PARITY_PREFIX, info -> parity.keys.add(info.key()));
    return parity;
  }

  boolean has(PackName pack) {
    return keys.contains(pack.parityKey());
  }

  /** Returns those that belong to none of these packs. */
  Set<BlobKey> beside(Collection<BlobKey> packs) {
    Set<BlobKey> beside = new HashSet<>(keys);
    packs.forEach(
        key ->
            beside.remove(
                BlobKey.of(
                    PackName.PARITY_PREFIX + key.value().substring(PackName.PREFIX.length()))));
    return beside;
  }

  /**
   * Reads what there is of a pack's parity blob.
   *
   * @throws BlobNotFoundException if it has gone
   * @throws DamagedRepositoryException if it can't be read, or is too long to be one
   */
  byte[] read(PackName pack, long packLength) {
    BlobKey key = pack.parityKey();
    BlobInfo info =
        store
            .stat(key)
            .orElseThrow(() -> new BlobNotFoundException(key + " is not in " + store.location()));
    if (info.length() > ParityBlob.longest(packLength)) {
      throw new DamagedRepositoryException(
          key + " has " + info.length() + " bytes, which is more than parity of its pack can have");
    }
    byte[] bytes = new byte[(int) info.length()];
    store.read(key, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }
}
