package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.log.LogState;
import java.util.List;
import java.util.Set;

/** The packs that a run relies on and did not write: they have to count when it commits. */
final class Reliance {
  private final List<IndexedPack> packs;

  Reliance(KnownChunks known) {
    this(known.packsReliedOn());
  }

  Reliance(List<IndexedPack> packs) {
    this.packs = packs;
  }

  /**
   * Returns if every pack still counts in a state of the log.
   *
   * @throws Lost if one does not
   */
  void requireIn(LogState tail) {
    Set<String> segments = tail.segments();
    for (IndexedPack pack : packs) {
      if (!segments.contains(pack.segment())) {
        throw new Lost(pack);
      }
    }
  }

  /** A pack that a run relied on has gone. */
  static final class Lost extends ByssusException {
    private static final long serialVersionUID = 1L;

    Lost(IndexedPack pack) {
      super(
          ErrorCode.STORE_UNAVAILABLE,
          pack.name() + " was taken away while the backup relied on it");
    }
  }
}
