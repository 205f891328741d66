package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Creates a blob twice, to see whether the store refuses the second. */
final class WriterProbe {
  /** What the keys of all probes start with. One is left behind only if a creation is killed. */
  static final String PREFIX = "probe-";

  private WriterProbe() {}

  /** Returns how many writers a repository in the store can have at once. */
  static Configuration.Writers writers(BlobStore store) {
    BlobKey key = BlobKey.of(PREFIX + UUID.randomUUID());
    BlobBody body = BlobBody.of(key.value().getBytes(StandardCharsets.US_ASCII));
    try {
      store.create(key, body, CreateOptions.none());
      store.create(key, body, CreateOptions.none());
      return Configuration.Writers.ONE;
    } catch (BlobExistsException e) {
      return Configuration.Writers.MANY;
    } finally {
      store.delete(List.of(key)).orThrow();
    }
  }
}
