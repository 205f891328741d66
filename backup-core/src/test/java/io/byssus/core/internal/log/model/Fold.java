package io.byssus.core.internal.log.model;

/** What the log says up to an entry. */
final class Fold {
  private final World world;
  private final Rules rules;
  private final int[] packCondemnedAt = new int[World.BLOBS];
  private final int[] segmentCondemnedAt = new int[World.BLOBS];
  private final int since;

  /** The chunks of the snapshot of each COMMIT. */
  private final int[] chunks = new int[World.ENTRIES + 1];

  /** The segments that count. */
  int counting;

  /** The numbers of the COMMITs of live snapshots, as bits. */
  int snapshots;

  /** The numbers of the open marks, as bits: one, or with a rule removed more. */
  int openMarks;

  /** The packs and segments of open marks. */
  int markedPacks;

  int markedSegments;

  /** Condemned and not swept; among the segments are those that were dropped. */
  int condemnedPacks;

  int condemnedSegments;

  /** All that was condemned behind the entry that the fold is asked about, swept or not. */
  int condemnedSince;

  int condemnedSegmentsSince;

  /** The runs that hold. */
  int holds;

  private Fold(World world, Rules rules, int since) {
    this.world = world;
    this.rules = rules;
    this.since = since;
  }

  /** Folds up to an entry, and notes what was condemned behind another one. */
  static Fold of(World world, int view, int since, Rules rules) {
    Fold fold = new Fold(world, rules, since);
    for (int number = 1; number <= view; number++) {
      fold.apply(number, world.entry(number));
    }
    return fold;
  }

  static Fold of(World world, int view, Rules rules) {
    return of(world, view, view, rules);
  }

  private void apply(int number, Entry entry) {
    switch (entry.type()) {
      case ADD -> counting |= entry.segments() & ~condemnedSegments;
      case COMMIT -> {
        counting |= entry.segments() & ~condemnedSegments;
        snapshots |= 1 << number;
        chunks[number] = entry.about();
        holds &= ~(1 << entry.run());
      }
      case AMEND -> {
        counting |= entry.segments() & ~condemnedSegments;
        chunks[entry.dropped()] = entry.about();
        holds &= ~(1 << entry.run());
      }
      case FORGET -> snapshots &= ~(1 << entry.about());
      case REPLACE -> {
        counting |= entry.segments() & ~condemnedSegments;
        counting &= ~entry.dropped();
        condemnSegments(number, entry.dropped());
      }
      case MARK -> {
        if (openMarks == 0 || rules.lack(Rule.ONE_MARK)) {
          openMarks |= 1 << number;
          holds = 0;
          collectMarks();
        }
      }
      case CONDEMN -> {
        boolean open = (openMarks & (1 << entry.about())) != 0;
        if (open || rules.lack(Rule.CONDEMN_NEEDS_OPEN_MARK)) {
          openMarks &= ~(1 << entry.about());
          collectMarks();
          condemnPacks(number, entry.packs());
          condemnSegments(number, entry.segments() & ~counting);
        }
      }
      case SWEPT -> forget(entry.about());
      case HOLD -> holds |= 1 << entry.run();
    }
  }

  private void collectMarks() {
    markedPacks = 0;
    markedSegments = 0;
    for (int rest = openMarks; rest != 0; rest &= rest - 1) {
      Entry mark = world.entry(Integer.numberOfTrailingZeros(rest));
      markedPacks |= mark.packs();
      markedSegments |= mark.segments();
    }
  }

  private void condemnPacks(int number, int packs) {
    condemnedPacks |= packs;
    condemnedSince |= number > since ? packs : 0;
    note(packCondemnedAt, packs, number);
  }

  private void condemnSegments(int number, int segments) {
    condemnedSegments |= segments;
    condemnedSegmentsSince |= number > since ? segments : 0;
    note(segmentCondemnedAt, segments, number);
  }

  private static void note(int[] numbers, int blobs, int number) {
    for (int rest = blobs; rest != 0; rest &= rest - 1) {
      numbers[Integer.numberOfTrailingZeros(rest)] = number;
    }
  }

  private void forget(int upTo) {
    for (int blob = 0; blob < World.BLOBS; blob++) {
      condemnedPacks &= packCondemnedAt[blob] <= upTo ? ~(1 << blob) : ~0;
      condemnedSegments &= segmentCondemnedAt[blob] <= upTo ? ~(1 << blob) : ~0;
    }
  }

  /** Returns the marked packs, as somebody sees them who began from a checkpoint. */
  int markedPacks(int checkpoint) {
    if (rules.hold(Rule.CHECKPOINT_COMPLETE)) {
      return markedPacks;
    }
    int packs = 0;
    for (int rest = openMarks; rest != 0; rest &= rest - 1) {
      int number = Integer.numberOfTrailingZeros(rest);
      packs |= number > checkpoint ? world.entry(number).packs() : 0;
    }
    return packs;
  }

  /** Returns the packs in which chunks are found. */
  int livePacks() {
    int listed = world.listedBy(counting);
    return rules.hold(Rule.CONDEMNED_NEVER_COUNTS) ? listed & ~condemnedPacks : listed;
  }

  /** Returns the chunks that the live snapshots below an entry refer to. */
  int references(int below) {
    int references = 0;
    for (int rest = snapshots; rest != 0; rest &= rest - 1) {
      int number = Integer.numberOfTrailingZeros(rest);
      references |= number < below ? chunks[number] : 0;
    }
    return references;
  }

  boolean unswept() {
    return (condemnedPacks | condemnedSegments) != 0;
  }
}
