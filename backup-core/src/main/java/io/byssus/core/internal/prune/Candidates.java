package io.byssus.core.internal.prune;

import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What may go: live packs without which each live snapshot still finds its chunks, and packs and
 * segments that no entry knows (R30). A wrong choice costs time and nothing else: what really goes
 * is decided behind the mark.
 */
public final class Candidates {
  private final BitSet live;
  private final List<StoredBlob> orphanPacks;
  private final List<StoredBlob> orphanSegments;
  private final LivePacks packs;

  private Candidates(
      LivePacks packs, BitSet live, List<StoredBlob> orphanPacks, List<StoredBlob> orphanSegments) {
    this.packs = packs;
    this.live = live;
    this.orphanPacks = orphanPacks;
    this.orphanSegments = orphanSegments;
  }

  /** Chooses, by a walk over all live snapshots. */
  public static Candidates of(Survey survey) {
    LivePacks packs = survey.packs();
    StoreListing listing = survey.listing();
    PackWaste waste = new PackWaste(packs, survey.references());
    BitSet old = packs.all();
    for (int pack = old.nextSetBit(0); pack >= 0; pack = old.nextSetBit(pack + 1)) {
      if (listing.isYoung(packs.get(pack).name())) {
        old.clear(pack);
      }
    }
    BitSet go = new Superfluous(survey, old, waste).find(survey.references());
    return new Candidates(packs, go, listing.orphanPacks(), listing.orphanSegments());
  }

  /** Returns whether nothing may go. */
  public boolean isEmpty() {
    return live.isEmpty() && orphanPacks.isEmpty() && orphanSegments.isEmpty();
  }

  /** Returns the numbers of the live packs among them. */
  BitSet live() {
    return live;
  }

  /** Returns how many packs there are. */
  public long packCount() {
    return (long) live.cardinality() + orphanPacks.size();
  }

  /** Returns how many packs and segments there are. */
  public long count() {
    return packCount() + orphanSegments.size();
  }

  /** Returns how many of the packs no entry knows. */
  public long orphanPackCount() {
    return orphanPacks.size();
  }

  /** Returns what packs and segments take. */
  public long bytes() {
    return packs.bytes(live)
        + orphanPacks.stream().mapToLong(StoredBlob::length).sum()
        + orphanSegments.stream().mapToLong(StoredBlob::length).sum();
  }

  /**
   * Returns the mark of them, or of as many as one may have, behind a state of the log.
   *
   * @param chosenAt the entry at which they were chosen
   */
  Change.Mark mark(LogState tail, long chosenAt) {
    List<BlobKey> names = new ArrayList<>(packs.keys(live));
    orphanPacks.forEach(blob -> names.add(blob.key()));
    PackSet set = PackSet.of(names.subList(0, Math.min(names.size(), Change.Mark.MOST_PACKS)));
    for (var gone : tail.condemnedSince(chosenAt)) {
      set = set.minus(gone.packs()); // another was faster; what is swept must not come back
    }
    List<String> segments =
        orphanSegments.stream()
            .map(blob -> blob.key().lastSegment())
            .filter(name -> !tail.segments().contains(name) && !tail.isCondemned(name))
            .limit(Change.Mark.MOST_SEGMENTS)
            .toList();
    return new Change.Mark(set, segments);
  }
}
