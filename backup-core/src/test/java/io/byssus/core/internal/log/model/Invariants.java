package io.byssus.core.internal.log.model;

import org.jspecify.annotations.Nullable;

/** What has to be true of every world. */
final class Invariants {
  private final Rules rules;

  Invariants(Rules rules) {
    this.rules = rules;
  }

  /** Returns what is wrong with a world; null if nothing is. */
  @Nullable String broken(World world) {
    if (Fault.of(world) != Fault.NONE) {
      return Fault.of(world).name();
    }
    Fold fold = Fold.of(world, world.tail(), rules);
    int gone = fold.counting & ~world.get(Cell.STORED_SEGMENTS);
    if (gone != 0) {
      return "segments " + Bits.text(gone) + " count and are not stored";
    }
    int copies = fold.livePacks() & world.get(Cell.STORED_PACKS);
    int lost = fold.references(Integer.MAX_VALUE) & ~world.contentOf(copies);
    if (lost != 0) {
      return "live snapshots refer to chunks " + Bits.text(lost) + ", and no live pack has them";
    }
    String wrong = usesCondemned(world);
    return wrong != null ? wrong : committedTwice(world);
  }

  /** A snapshot that was forgotten in between would be back. */
  private static @Nullable String committedTwice(World world) {
    int tail = world.tail();
    for (int number = 1; number < tail; number++) {
      boolean same = world.entry(number).run() == world.entry(tail).run();
      boolean commits = world.entry(number).commits() && world.entry(tail).commits();
      if (same && commits && world.entry(number).run() != Scenario.OLD_RUN) {
        return "a run has committed twice, as log/" + number + " and as log/" + tail;
      }
    }
    return null;
  }

  private @Nullable String usesCondemned(World world) {
    int tail = world.tail();
    if (tail == 0 || !world.entry(tail).commits()) {
      return null;
    }
    int condemned = Fold.of(world, tail - 1, 0, rules).condemnedSince;
    int used = world.entry(tail).packs() & condemned;
    return used == 0 ? null : "log/" + tail + " relies on condemned packs " + Bits.text(used);
  }

  /** Returns what is left over in a world in which nothing more can happen; null if nothing is. */
  @Nullable String leftOver(World world) {
    Fold fold = Fold.of(world, world.tail(), rules);
    Candidates candidates = new Candidates(world, fold, Rules.all());
    if (fold.openMarks != 0) {
      return "a mark is open at the end";
    }
    if (fold.unswept()) {
      return "what was condemned is not swept at the end";
    }
    return candidates.none() ? null : "garbage is left at the end";
  }
}
