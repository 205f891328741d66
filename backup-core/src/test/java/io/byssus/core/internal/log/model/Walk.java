package io.byssus.core.internal.log.model;

/** Looks which marked packs live snapshots need. */
final class Walk {
  private final World world;
  private final Fold fold;
  private final Rules rules;

  Walk(World world, Fold fold, Rules rules) {
    this.world = world;
    this.fold = fold;
    this.rules = rules;
  }

  /** Returns the marked packs that no reference needs. */
  int unreferenced(Entry mark, int references) {
    int satisfied = world.contentOf(outside(mark));
    int needed = 0;
    for (int rest = references & ~satisfied; rest != 0; rest &= rest - 1) {
      int copies = world.holding(Integer.lowestOneBit(rest), mark.packs() & fold.livePacks());
      needed |= (copies & needed) != 0 ? 0 : Integer.lowestOneBit(copies);
    }
    return mark.packs() & ~needed;
  }

  private int outside(Entry mark) {
    int packs = fold.livePacks();
    if (rules.lack(Rule.COPY_NOT_CONDEMNED)) {
      packs |= world.listedBy(fold.counting) & fold.condemnedPacks;
    }
    if (rules.lack(Rule.COPY_COUNTS)) {
      packs |= world.get(Cell.STORED_PACKS) & ~fold.condemnedPacks;
    }
    return rules.hold(Rule.COPY_OUTSIDE_MARK) ? packs & ~mark.packs() : packs;
  }

  /** Returns those of some segments that list any of some packs. */
  static int listing(World world, int segments, int packs) {
    int found = 0;
    for (int rest = segments; rest != 0; rest &= rest - 1) {
      int segment = Integer.numberOfTrailingZeros(rest);
      found |= (world.listed(segment) & packs) != 0 ? 1 << segment : 0;
    }
    return found;
  }
}
