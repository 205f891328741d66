package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Loads the index, and keeps it to load only what was added since. */
final class IndexLoader {
  static final String PREFIX = "index/";

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Warnings warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private ChunkIndex index = ChunkIndex.EMPTY;
  private Set<String> loaded = Set.of();
  private List<Condemned> condemned = List.of();

  IndexLoader(BlobStore store, RepositoryKeys keys, Warnings warnings) {
    this.store = store;
    this.keys = keys;
    this.warnings = warnings;
  }

  static BlobKey key(String segment) {
    return BlobKey.of(PREFIX + segment);
  }

  /**
   * Returns the index of a state: condemned packs are not in it. A segment that can't be read is
   * left out, with a warning; if one was replaced and deleted meanwhile, the index is that of a
   * later state.
   *
   * @param state what the log said
   * @param again tells what the log says now
   */
  ChunkIndex index(LogState state, Supplier<LogState> again) {
    lock.lock();
    try {
      return load(state, again);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the index of a state, or of a later one if segments were replaced meanwhile.
   *
   * @param state what the log said
   * @param again tells what the log says now
   * @throws DamagedRepositoryException if a segment can't be read, with its name
   */
  ChunkIndex wholeIndex(LogState state, Supplier<LogState> again) {
    lock.lock();
    try {
      ChunkIndex result = load(state, again);
      if (result != index) {
        throw new DamagedRepositoryException(
            "index segment "
                + again.get().segments().stream()
                    .sorted()
                    .filter(this::isUnreadable)
                    .findFirst()
                    .orElse("")
                + " can't be read",
            "Run a check; put the segment back from a copy of the repository, or rebuild the index.",
            null);
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  private boolean isUnreadable(String segment) {
    try {
      return payload(segment).length < 0;
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      return true;
    }
  }

  private ChunkIndex load(LogState state, Supplier<LogState> again) {
    Set<String> segments = state.segments();
    if (segments.equals(loaded) && state.condemned().equals(condemned)) {
      return index;
    }
    boolean grown = segments.containsAll(loaded);
    Set<String> missing = new TreeSet<>(segments);
    if (grown) {
      missing.removeAll(loaded);
    }
    ChunkIndex.Builder builder =
        grown
            ? new ChunkIndex.Builder(index, pack -> state.isCondemned(pack.key()))
            : new ChunkIndex.Builder(pack -> state.isCondemned(pack.key()));
    boolean whole = true;
    for (String segment : missing) {
      try {
        builder.add(segment, payload(segment));
      } catch (BlobNotFoundException e) {
        LogState now = again.get();
        if (!now.segments().contains(segment)) {
          return load(now, again);
        }
        whole = false;
        warn(segment, e);
      } catch (DamagedRepositoryException e) {
        whole = false;
        warn(segment, e);
      }
    }
    ChunkIndex result = builder.build();
    if (whole) {
      index = result;
      loaded = Set.copyOf(segments);
      condemned = state.condemned();
    }
    return result;
  }

  private void warn(String segment, ByssusException e) {
    warnings.tell(
        "index segment "
            + key(segment)
            + " can't be used ("
            + e.getMessage()
            + "), and nothing is found by it: a backup stores again what it lists, where the"
            + " source still has that; a check tells what is affected");
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
