package io.byssus.core.internal.pack;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.parity.ParityEncoder;
import io.byssus.core.internal.parity.ParityStrength;
import java.util.Optional;

/** Puts packs into a store, each with its parity if there is to be some. */
public final class PackStore {
  private final BlobStore store;
  private final Optional<ParityEncoder> parity;

  private PackStore(BlobStore store, Optional<ParityEncoder> parity) {
    this.store = store;
    this.parity = parity;
  }

  /**
   * Returns a place for packs.
   *
   * @param store where they go
   * @param parity how much parity they get; none if it is empty
   */
  public static PackStore in(BlobStore store, Optional<ParityStrength> parity) {
    return new PackStore(store, parity.map(ParityEncoder::new));
  }

  /**
   * Stores a pack; it and its parity are durable when this returns.
   *
   * @param pack what it is
   * @param bytes hold it from their start
   */
  void create(PackContents pack, byte[] bytes) {
    // The pack first: parity without its pack is nobody's, and may be deleted by whoever finds it.
    store.create(pack.name().key(), BlobBody.of(bytes, 0, pack.length()), CreateOptions.none());
    parity.ifPresent(
        encoder ->
            store.create(
                pack.name().parityKey(),
                BlobBody.of(encoder.encode(bytes, pack.length(), pack.name().sha256())),
                CreateOptions.none()));
  }
}
