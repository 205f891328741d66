package io.byssus.core.internal.pack;

import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.RepositoryKeys;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The derived keys of the packs that were read last. Safe for use by many threads. */
final class Openers {
  /** A few hundred bytes each; a restore goes through the packs roughly in order. */
  private static final int MAX_ENTRIES = 1024;

  private static final int INITIAL_CAPACITY = 64;
  private static final float LOAD_FACTOR = 0.75f;

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Map<PackName, ContainerOpener> recent =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PackName, ContainerOpener> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  Openers(BlobStore store, RepositoryKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  ContainerOpener opener(PackName pack, PackKind kind) {
    synchronized (recent) {
      ContainerOpener opener = recent.get(pack);
      if (opener != null) {
        return opener;
      }
    }
    byte[] header = new byte[kind.container().headerLength()];
    store.read(pack.key(), 0, ByteBuffer.wrap(header));
    ContainerOpener opener = keys.open(kind.container(), header, 0, header.length);
    synchronized (recent) {
      recent.put(pack, opener);
    }
    return opener;
  }
}
