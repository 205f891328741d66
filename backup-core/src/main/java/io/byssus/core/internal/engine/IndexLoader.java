package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Loads the index, and keeps it to load only what was added since. */
final class IndexLoader {
  static final String PREFIX = "index/";

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Warnings warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private ChunkIndex index = ChunkIndex.EMPTY;
  private Set<String> loaded = Set.of();

  IndexLoader(BlobStore store, RepositoryKeys keys, Warnings warnings) {
    this.store = store;
    this.keys = keys;
    this.warnings = warnings;
  }

  static BlobKey key(String segment) {
    return BlobKey.of(PREFIX + segment);
  }

  /** Returns the index of these segments. One that can't be read is left out, with a warning. */
  ChunkIndex index(Set<String> segments) {
    lock.lock();
    try {
      return load(segments);
    } finally {
      lock.unlock();
    }
  }

  private ChunkIndex load(Set<String> segments) {
    if (segments.equals(loaded)) {
      return index;
    }
    boolean grown = segments.containsAll(loaded);
    Set<String> missing = new TreeSet<>(segments);
    if (grown) {
      missing.removeAll(loaded);
    }
    ChunkIndex.Builder builder = grown ? new ChunkIndex.Builder(index) : new ChunkIndex.Builder();
    boolean whole = true;
    for (String segment : missing) {
      try {
        builder.add(segment, payload(segment));
      } catch (DamagedRepositoryException | BlobNotFoundException e) {
        whole = false;
        warnings.tell(
            "index segment "
                + key(segment)
                + " can't be used ("
                + e.getMessage()
                + "), and nothing is found by it: a backup stores again what it lists, where the"
                + " source still has that; a check tells what is affected");
      }
    }
    ChunkIndex result = builder.build();
    if (whole) {
      index = result;
      loaded = Set.copyOf(segments);
    }
    return result;
  }

  /**
   * Returns what a segment holds.
   *
   * @throws DamagedRepositoryException if it is not what was written
   */
  byte[] payload(String segment) {
    byte[] bytes = Blobs.read(store, key(segment), BlobLimit.INDEX);
    if (!DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length).equals(segment)) {
      throw new DamagedRepositoryException("its bytes are not those that it is named by");
    }
    return SealedDocument.open(keys, ContainerKind.INDEX, bytes);
  }
}
