package io.byssus.core.internal.log.model;

/** What has to hold at the end of the log when a run appends to it. */
final class Reliance {
  private final World world;
  private final Actor run;
  private final Rules rules;
  private final Fold fold;
  private final int condemned;
  private final int condemnedSegments;
  private final int marked;

  Reliance(World world, Actor run) {
    this.world = world;
    this.run = run;
    this.rules = run.rules;
    int since = run.at(world, Register.SINCE);
    this.fold = Fold.of(world, world.tail(), since, rules);
    boolean all = rules.hold(Rule.EVERY_ENTRY_SEEN);
    int seen = all ? fold.condemnedSince : 0;
    boolean known = rules.hold(Rule.CONDEMNED_NEVER_COUNTS);
    this.condemned = seen | (known ? fold.condemnedPacks : 0);
    this.condemnedSegments = fold.condemnedSegments | (all ? fold.condemnedSegmentsSince : 0);
    this.marked = fold.markedPacks(since);
  }

  /** Returns whether the run may name the segments that it has stored. */
  boolean mayName() {
    int segments = run.at(world, Register.SEGMENTS);
    boolean there = (segments & condemnedSegments) == 0;
    boolean live = (world.listedBy(segments) & condemned) == 0;
    return (there || rules.lack(Rule.SEGMENTS_CHECKED))
        && (live || rules.lack(Rule.LISTED_CHECKED));
  }

  /** Returns whether the run may commit a snapshot. */
  boolean mayCommit() {
    int packs = run.at(world, Register.PACKS);
    int own = packs & run.at(world, Register.SUBJECT);
    int relied =
        (rules.hold(Rule.OWN_PACKS_CHECKED) ? own : 0)
            | (rules.hold(Rule.REUSED_PACKS_CHECKED) ? packs & ~own : 0);
    boolean unmarked = (relied & marked) == 0 || rules.lack(Rule.MARKED_CHECKED);
    boolean live = (relied & condemned) == 0 || rules.lack(Rule.CONDEMNED_CHECKED);
    return mayName() && unmarked && live;
  }
}
