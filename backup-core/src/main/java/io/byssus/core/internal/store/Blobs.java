package io.byssus.core.internal.store;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.PageToken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads whole blobs and whole listings of a store. */
public final class Blobs {
  private Blobs() {}

  /**
   * Reads a blob.
   *
   * @throws BlobNotFoundException if there is none
   * @throws OversizeBlobException if it is longer than its kind may be
   */
  public static byte[] read(BlobStore store, BlobKey key, BlobLimit limit) {
    BlobInfo info =
        store
            .stat(key)
            .orElseThrow(() -> new BlobNotFoundException(key + " is not in " + store.location()));
    if (info.length() > limit.bytes()) {
      throw new OversizeBlobException(
          key
              + " has "
              + info.length()
              + " bytes, where the most that a "
              + limit.name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + " has is "
              + limit.bytes());
    }
    byte[] bytes = new byte[(int) info.length()];
    store.read(key, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Reads a blob that somebody else may delete at any moment; returns nothing if it is gone. */
  public static Optional<byte[]> readIfPresent(BlobStore store, BlobKey key, BlobLimit limit) {
    try {
      return Optional.of(read(store, key, limit));
    } catch (BlobNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns the first blobs whose key starts with a prefix, so many at most. */
  public static List<BlobKey> first(BlobStore store, String prefix, int most) {
    List<BlobKey> found = new ArrayList<>();
    @Nullable PageToken after = null;
    do {
      BlobPage page = store.list(prefix, after);
      page.blobs().stream().limit(most - found.size()).map(BlobInfo::key).forEach(found::add);
      after = page.next().orElse(null);
    } while (after != null && found.size() < most);
    return found;
  }

  /** Returns the first blob whose key starts with a prefix and is of a form. */
  public static Optional<BlobKey> find(
      BlobStore store, String prefix, Predicate<? super BlobKey> form) {
    @Nullable PageToken after = null;
    do {
      BlobPage page = store.list(prefix, after);
      Optional<BlobKey> found = page.blobs().stream().map(BlobInfo::key).filter(form).findFirst();
      if (found.isPresent()) {
        return found;
      }
      after = page.next().orElse(null);
    } while (after != null);
    return Optional.empty();
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
