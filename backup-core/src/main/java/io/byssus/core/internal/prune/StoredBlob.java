package io.byssus.core.internal.prune;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A blob in the store that may have to go.
 *
 * @param key its key
 * @param length its length, 0 if the store can't tell
 * @param created when, if the store tells
 */
record StoredBlob(BlobKey key, long length, Optional<Instant> created) {
  static StoredBlob of(BlobInfo info) {
    return new StoredBlob(info.key(), info.lengthKnown() ? info.length() : 0, info.created());
  }
}
