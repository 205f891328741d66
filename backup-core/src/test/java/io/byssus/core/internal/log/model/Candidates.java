package io.byssus.core.internal.log.model;

import java.util.Set;
import java.util.TreeSet;

/** What a pruner may mark. It need not be right about it: the walk behind the mark decides. */
final class Candidates {
  private final World world;
  private final Fold fold;
  private final Rules rules;

  Candidates(World world, Fold fold, Rules rules) {
    this.world = world;
    this.fold = fold;
    this.rules = rules;
  }

  boolean none() {
    return packs(PruneOptions.of(1)).isEmpty();
  }

  /** Returns sets of packs, each to be marked at once. */
  Set<Integer> packs(PruneOptions options) {
    Set<Integer> sets = new TreeSet<>();
    int orphans = rules.hold(Rule.ORPHAN_PACKS_MARKED) ? orphanPacks() : 0;
    int first = unneeded(true);
    sets.add(first | orphans);
    if (!options.afterwards()) {
      sets.add(unneeded(false) | orphans);
      sets.add(first);
    }
    if (options.has(Habit.MARKS_ANYTHING)) {
      for (int rest = orphans | fold.livePacks(); rest != 0; rest &= rest - 1) {
        sets.add(Integer.lowestOneBit(rest));
      }
      sets.add(fold.livePacks());
    }
    if (orphanSegments() == 0) {
      sets.remove(0);
    }
    return sets;
  }

  /** Returns packs without which every chunk of every snapshot is found all the same. */
  private int unneeded(boolean oldestFirst) {
    int references = fold.references(Integer.MAX_VALUE);
    int unmarked = fold.livePacks() & ~fold.markedPacks;
    int kept = unmarked;
    for (int i = 0; i < World.BLOBS; i++) {
      int pack = 1 << (oldestFirst ? i : World.BLOBS - 1 - i);
      int without = kept & ~pack;
      int needed = references & world.contentOf(kept);
      if ((needed & ~world.contentOf(without)) == 0) {
        kept = without;
      }
    }
    return unmarked & ~kept;
  }

  /** Returns the packs in the store that no entry knows. */
  int orphanPacks() {
    int known = world.listedBy(fold.counting) | fold.condemnedPacks | fold.markedPacks;
    return world.get(Cell.STORED_PACKS) & ~known;
  }

  /** Returns the segments in the store that no entry knows. */
  int orphanSegments() {
    int known = fold.counting | fold.condemnedSegments | fold.markedSegments;
    return world.get(Cell.STORED_SEGMENTS) & ~known;
  }
}
