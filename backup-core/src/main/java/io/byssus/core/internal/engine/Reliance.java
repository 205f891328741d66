package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.ErrorCode;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packs that a run relies on, its own among them: none of them may be about to go when it
 * commits, or have gone since it began.
 */
final class Reliance {
  private final PackSet packs;
  private final long begun;

  /**
   * Creates a reliance.
   *
   * @param chosen packs in which the run found chunks
   * @param own packs that the run stored
   * @param begun the number of the last entry of the run's first fold
   */
  Reliance(List<IndexedPack> chosen, Collection<PackName> own, long begun) {
    this.packs =
        PackSet.of(
            Stream.concat(chosen.stream().map(IndexedPack::name), own.stream())
                .map(PackName::key)
                .toList());
    this.begun = begun;
  }

  /**
   * Keeps a run from choosing copies that it could not rely on: those in packs that are marked, and
   * all if entries of the log are missing, for they may have marked any.
   *
   * @param state in which the run chooses
   * @param index of that state
   * @param known what the run chooses from
   * @return how many packs it has to do without
   */
  static int avoidWhatMayGo(LogState state, ChunkIndex index, KnownChunks known) {
    int avoided = 0;
    boolean all = state.lastGap() > 0;
    for (int i = 0; i < index.packs().size(); i++) {
      if (all || state.isMarked(index.packs().get(i).name().key())) {
        known.distrustPack(i);
        avoided++;
      }
    }
    return avoided;
  }

  /**
   * Returns if every pack may be relied on by an entry that follows a state of the log.
   *
   * @throws Lost if one may not
   * @throws DamagedRepositoryException if entries went missing that the run has not seen: they may
   *     have marked any pack
   */
  void requireIn(LogState tail) {
    if (tail.lastGap() > begun) {
      throw new DamagedRepositoryException(
          "log entry "
              + tail.lastGap()
              + " can't be read, and it may have taken away what the backup relies on",
          "Make it readable, or put it back from a copy of the repository, and run the backup again:"
              + " it finds what this one stored.",
          null);
    }
    tail.openMark().ifPresent(mark -> requireNone(mark.packs()));
    for (Condemned gone : tail.condemnedSince(begun)) {
      requireNone(gone.packs());
    }
  }

  private void requireNone(PackSet going) {
    PackSet lost = packs.intersect(going);
    if (!lost.isEmpty()) {
      throw new Lost(
          lost.get(0)
              + (lost.size() == 1 ? "" : " and " + (lost.size() - 1) + " more packs")
              + " went, or may go, while the backup relied on it");
    }
  }

  /** A pack or segment that a run relied on has gone, or may go. */
  static final class Lost extends ByssusException {
    private static final long serialVersionUID = 1L;

    Lost(String message) {
      super(ErrorCode.STORE_UNAVAILABLE, message);
    }

    Lost(String message, String advice, Lost cause) {
      super(ErrorCode.STORE_UNAVAILABLE, message, advice, cause);
    }
  }
}
