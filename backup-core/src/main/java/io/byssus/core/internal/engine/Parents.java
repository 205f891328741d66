package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a backup compares with: which snapshot, and what of the repository it relies on. */
final class Parents {
  private static final Logger log = LoggerFactory.getLogger(Parents.class);

  private Parents() {}

  /** Returns the snapshot that a backup of an origin compares with, if any. */
  static Optional<Snapshot> find(Snapshots snapshots, String origin, BackupStrategy strategy) {
    Snapshots ofOrigin = snapshots.origin(origin);
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
   * @return how many there are
   */
  static int distrustMissingPacks(BlobStore store, ChunkIndex chunks, KnownChunks known) {
    Map<BlobKey, Long> present = new HashMap<>();
    Blobs.forEach(store, PackName.PREFIX, info -> present.put(info.key(), info.length()));
    int missing = 0;
    for (int i = 0; i < chunks.packs().size(); i++) {
      IndexedPack pack = chunks.packs().get(i);
      Long length = present.get(pack.name().key());
      if (length == null || length != pack.length()) {
        log.warn("{} is not there as it was written; its chunks are stored again", pack.name());
        known.distrustPack(i);
        missing++;
      }
    }
    return missing;
  }
}
