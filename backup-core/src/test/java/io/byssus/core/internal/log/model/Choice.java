package io.byssus.core.internal.log.model;

/** What a run may rely on when it decides, chunk by chunk. */
final class Choice {
  private final World world;
  private final Actor run;
  private final Fold fold;
  private final int avoided;

  Choice(World world, Actor run, int view) {
    this.world = world;
    this.run = run;
    this.fold = Fold.of(world, view, run.at(world, Register.SINCE), run.rules);
    int marked = fold.markedPacks(run.at(world, Register.SINCE));
    this.avoided = run.rules.hold(Rule.MARKED_NOT_CHOSEN) ? marked : 0;
  }

  private int lost() {
    return fold.condemnedSince | fold.condemnedPacks | avoided;
  }

  /** Returns the segments that the run has stored and may still name. */
  int segmentsKept() {
    int gone = fold.markedSegments | fold.condemnedSegments | fold.condemnedSegmentsSince;
    int kept = run.at(world, Register.SEGMENTS) & ~gone;
    for (int rest = kept; rest != 0; rest &= rest - 1) {
      int segment = Integer.numberOfTrailingZeros(rest);
      kept &= (world.listed(segment) & lost()) != 0 ? ~(1 << segment) : ~0;
    }
    return kept;
  }

  /** Returns the packs whose chunks need not be stored. */
  int packs() {
    int counting = fold.livePacks() & ~avoided;
    return counting | (own() & ~lost());
  }

  /** Its own are there whether they are listed or not: what was listed in vain is left. */
  private int own() {
    int all = (1 << world.get(Cell.SEGMENTS)) - 1;
    int own = run.at(world, Register.SUBJECT);
    return own & (~world.listedBy(all) | world.listedBy(segmentsKept()));
  }
}
