package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Folds again for a reader that misses a pack: if the log has gone on, the pack may have been
 * pruned, and the new index has another copy. Used by one thread at a time.
 */
final class IndexRenewal implements Supplier<Optional<ChunkIndex>> {
  private final OpenRepository repository;
  private final Set<SnapshotId> reading;
  private final Function<LogState, ChunkIndex> index;
  private long seen;

  /**
   * Creates a renewal.
   *
   * @param state of which the reader has the index
   * @param reading the snapshots that it can't do without
   * @param index gives the index of a state
   */
  IndexRenewal(
      OpenRepository repository,
      LogState state,
      Set<SnapshotId> reading,
      Function<LogState, ChunkIndex> index) {
    this.repository = repository;
    this.index = index;
    this.reading = reading;
    this.seen = state.number();
  }

  /**
   * Returns the index now, if the log says more than when it was asked for last.
   *
   * @throws SnapshotNotFoundException if a snapshot was forgotten while it was read
   */
  @Override
  public Optional<ChunkIndex> get() {
    LogState now = repository.state();
    if (now.number() == seen) {
      return Optional.empty();
    }
    seen = now.number();
    for (SnapshotId id : reading) {
      if (!now.snapshots().containsKey(id)) {
        throw new SnapshotNotFoundException(
            "snapshot " + id.abbreviated() + " was forgotten while it was read");
      }
    }
    return Optional.of(index.apply(now));
  }
}
