package io.byssus.core.internal.engine;

import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/** What a backup compares with: which snapshot, and what of the repository it relies on. */
final class Parents {
  private Parents() {}

  /**
   * Returns the snapshot that a backup compares with, if any: one of full holders, for others have
   * names of their own for the same content. A host that only writes can read none.
   */
  static Optional<Snapshot> find(OpenRepository repository, LogState state, BackupRequest request) {
    if (repository.writesOnly()) {
      if (request.strategy() == BackupStrategy.DIFFERENTIAL) {
        repository.requireFull("make differential backups, which compare with older snapshots");
      }
      return Optional.empty();
    }
    return find(repository.snapshots(state), request.origin(), request.strategy());
  }

  private static Optional<Snapshot> find(
      Snapshots snapshots, String origin, BackupStrategy strategy) {
    Snapshots ofOrigin = snapshots.origin(origin).where(s -> s.writtenBy().isEmpty());
    return switch (strategy) {
      case FULL -> Optional.empty();
      case INCREMENTAL -> ofOrigin.latest();
      case DIFFERENTIAL -> latestFull(ofOrigin);
    };
  }

  /** Returns the latest snapshot for which every file was read. */
  static Optional<Snapshot> latestFull(Snapshots ofOrigin) {
    return ofOrigin.where(s -> s.parent().isEmpty()).latest();
  }

  /** Returns a strategy's name in a snapshot. */
  static String name(BackupStrategy strategy) {
    return strategy.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the index says of packs that are gone, or were cut off, does not hold: so they heal.
   *
   * @return how many there are of which no other packs have all chunks
   */
  static int distrustMissingPacks(OpenRepository repository, ChunkIndex chunks, KnownChunks known) {
    StoredPacks stored = StoredPacks.of(repository);
    DamagedPacks damaged = new DamagedPacks(chunks.packs().size());
    for (int i = 0; i < chunks.packs().size(); i++) {
      IndexedPack pack = chunks.packs().get(i);
      if (stored.problem(pack.name().key(), pack.length()).isPresent()) {
        known.distrustPack(i);
        damaged.whole(i);
      }
    }
    BitSet lost = damaged.withoutCopies(chunks);
    if (!lost.isEmpty()) {
      int others = lost.cardinality() - 1;
      repository.warn(
          chunks.packs().get(lost.nextSetBit(0)).name()
              + (others == 0 ? " is" : " and " + others + " more packs are")
              + " missing, cut off or unreadable: a backup stores again what was in there, where"
              + " the source still has that; a check tells what is affected");
    }
    return lost.cardinality();
  }
}
