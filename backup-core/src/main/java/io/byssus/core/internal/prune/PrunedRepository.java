package io.byssus.core.internal.prune;

import io.byssus.api.ChunkId;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.pack.ChunkReader;
import java.util.Optional;

/** A repository as pruning needs it. */
public interface PrunedRepository {
  /** Returns the store, to list and delete. */
  BlobStore store();

  /** Returns the log, to append to. */
  Log log();

  /**
   * Returns what the log says now, as read from the store.
   *
   * @throws io.byssus.api.DamagedRepositoryException if it is not whole (R8)
   */
  LogState state();

  /**
   * Returns if a state of the log is whole: an entry that is lost may have been a mark, or a
   * snapshot.
   *
   * @throws io.byssus.api.DamagedRepositoryException if not (R8)
   */
  void requireWhole(LogState state);

  /**
   * Returns the index of a state.
   *
   * @throws io.byssus.api.DamagedRepositoryException if a segment that counts can't be read (R38)
   */
  ChunkIndex index(LogState state);

  /** Returns a reader of the chunks of a domain, for one thread. */
  ChunkReader reader(ChunkIndex index, long domain);

  /**
   * Returns the tree of a snapshot's top directory.
   *
   * @throws io.byssus.api.DamagedRepositoryException if the snapshot can't be read (R38)
   */
  ChunkId tree(StoredSnapshot snapshot);

  /**
   * Returns what an index segment holds.
   *
   * @param domain in which it is named
   * @return nothing if it does not count there, or is a host's that can't be read: nothing is found
   *     by it, and if a snapshot needed that, pruning would have ended by now
   * @throws io.byssus.api.DamagedRepositoryException if it is a full holder's and can't be read
   */
  Optional<byte[]> segment(long domain, String name);

  /** Seals and stores an index segment of a domain, and returns its name. */
  String storeSegment(long domain, byte[] payload);

  /** Returns in which epochs packs and segments were sealed. */
  StoredEpochs epochs();

  /** Returns who watches, and may cancel. */
  Watch watch();
}
