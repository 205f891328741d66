package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.store.UnreadableBlobException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads what can be read of a blob that may be damaged. */
final class FoundBytes {
  /** Around a bad sector, so much is given up. */
  private static final int PIECE = 64 << 10;

  private FoundBytes() {}

  /**
   * Reads a blob, with zeros where it can't be read.
   *
   * @param length how long it should be; no more is read
   * @return its bytes: none if it is missing; nothing if it is there and no byte of it can be read,
   *     as when a permission lacks
   */
  static Optional<byte[]> read(BlobStore store, BlobKey key, long length) {
    try {
      Optional<BlobInfo> info = store.stat(key);
      if (info.isEmpty()) {
        return Optional.of(new byte[0]);
      }
      byte[] bytes = new byte[(int) Math.min(length, info.get().length())];
      try {
        store.read(key, 0, ByteBuffer.wrap(bytes));
        return Optional.of(bytes);
      } catch (UnreadableBlobException e) {
        return pieces(store, key, bytes);
      }
    } catch (BlobNotFoundException e) {
      return Optional.of(new byte[0]);
    } catch (UnreadableBlobException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> pieces(BlobStore store, BlobKey key, byte[] bytes) {
    boolean any = false;
    for (int at = 0; at < bytes.length; at += PIECE) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)).slice();
      try {
        store.read(key, at, piece);
        any = true;
      } catch (UnreadableBlobException e) {
        piece.clear().put(new byte[piece.capacity()]);
      }
    }
    return any ? Optional.of(bytes) : Optional.empty();
  }
}
