package io.byssus.core.internal.store;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.PageToken;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads whole blobs and whole listings of a store. */
public final class Blobs {
  /** Nothing that is read whole is larger; a store that says so is not asked for it. */
  private static final long MAX_WHOLE = 1L << 30;

  private Blobs() {}

  /**
   * Reads a blob.
   *
   * @throws BlobNotFoundException if there is none
   */
  public static byte[] read(BlobStore store, BlobKey key) {
    BlobInfo info =
        store
            .stat(key)
            .orElseThrow(() -> new BlobNotFoundException(key + " is not in " + store.location()));
    if (info.length() > MAX_WHOLE) {
      throw new DamagedRepositoryException(
          key + " is too large to be read whole: " + info.length() + " bytes");
    }
    byte[] bytes = new byte[(int) info.length()];
    store.read(key, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Reads a blob that somebody else may delete at any moment; returns nothing if it is gone. */
  public static Optional<byte[]> readIfPresent(BlobStore store, BlobKey key) {
    try {
      return Optional.of(read(store, key));
    } catch (BlobNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Gives every blob whose key starts with a prefix to a consumer, in the order of the keys. */
  public static void forEach(BlobStore store, String prefix, Consumer<? super BlobInfo> consumer) {
    @Nullable PageToken after = null;
    do {
      BlobPage page = store.list(prefix, after);
      page.blobs().forEach(consumer);
      after = page.next().orElse(null);
    } while (after != null);
  }
}
