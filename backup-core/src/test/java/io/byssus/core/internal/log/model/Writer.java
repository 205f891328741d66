package io.byssus.core.internal.log.model;

import java.util.List;

/**
 * Stores a source of some chunks and commits a snapshot of it. Chunks that the repository has are
 * not stored again: that they come from a parent's unchanged files or from anywhere else makes no
 * difference.
 */
final class Writer extends Actor {
  private static final int UPLOAD = 1;
  private static final int LIST = 2;
  private static final int ADD = 3;
  private static final int ADD_UNANSWERED = 4;
  private static final int COMMIT = 5;
  private static final int COMMIT_UNANSWERED = 6;
  private static final int HOLD = 7;
  private static final int WALK_AGAIN = 8;

  /** The number of the entry that committed it. */
  private static final int FIRST_SNAPSHOT = 1;

  private final int source;
  private final Writing writing;

  /**
   * Creates a writer.
   *
   * @param source the chunks of its source
   */
  Writer(int index, Rules rules, int source, Writing writing) {
    super(index, rules);
    this.source = source;
    this.writing = writing;
  }

  @Override
  void steps(World world, Steps steps) {
    switch (at(world, Register.STEP)) {
      case BEGIN -> begin(world, steps);
      case UPLOAD -> upload(world, steps);
      case LIST -> list(world, steps);
      case ADD -> add(world, steps);
      case ADD_UNANSWERED -> lookForAdd(world, steps);
      case COMMIT -> commit(world, steps);
      case COMMIT_UNANSWERED -> lookForCommit(world, steps);
      case HOLD -> hold(world, steps);
      case WALK_AGAIN -> walk(world, steps, world.tail(), "walks the source again");
      default -> {}
    }
  }

  private int run(World world) {
    return at(world, Register.RUN) + index;
  }

  private void begin(World world, Steps steps) {
    World begun = world.copy();
    begun.set(index, Register.SINCE, world.tail());
    walk(begun, steps, world.tail(), "begins");
  }

  /** Decides for each chunk of the source on a copy, or that it has to be stored. */
  private void walk(World world, Steps steps, int view, String text) {
    Choice choice = new Choice(world, this, view);
    boolean copies = writing == Writing.COPIES;
    World walked = world.copy();
    walked.set(index, Register.VIEW, view);
    walked.set(index, Register.SEGMENTS, choice.segmentsKept());
    choose(walked, steps, text, copies ? 0 : choice.packs(), source, 0, 0);
  }

  private void choose(
      World world, Steps steps, String text, int packs, int chunks, int relied, int missing) {
    if (chunks == 0) {
      step(
          world,
          steps,
          missing != 0 ? UPLOAD : unlisted(world, relied) != 0 ? LIST : COMMIT,
          text + " at " + at(world, Register.VIEW) + " and relies on packs " + Bits.text(relied),
          next -> {
            next.set(index, Register.PACKS, relied);
            next.set(index, Register.REST, missing);
          });
      return;
    }
    int chunk = Integer.lowestOneBit(chunks);
    int copies = world.holding(chunk, packs);
    if (copies == 0) {
      choose(world, steps, text, packs, chunks & ~chunk, relied, missing | chunk);
    }
    for (int rest = copies; rest != 0; rest &= rest - 1) {
      int pack = Integer.lowestOneBit(rest);
      choose(world, steps, text, packs, chunks & ~chunk, relied | pack, missing);
    }
  }

  /** Returns packs of its own that no segment lists yet. */
  private int unlisted(World world, int packs) {
    int all = (1 << world.get(Cell.SEGMENTS)) - 1;
    return packs & at(world, Register.SUBJECT) & ~world.listedBy(all);
  }

  private void upload(World world, Steps steps) {
    int missing = at(world, Register.REST);
    if (!world.roomForBlobs()) {
      steps.cut();
      return;
    }
    World named = world.copy();
    int pack = namesake(world, missing);
    int bit = pack != 0 ? pack : named.newPack(missing);
    step(
        named,
        steps,
        LIST,
        "stores chunks " + Bits.text(missing) + " in pack " + Bits.text(bit),
        next -> {
          if (rules.hold(Rule.STORED_BEFORE_NAMED)) {
            next.add(Cell.STORED_PACKS, bit);
          }
          next.set(index, Register.SUBJECT, at(world, Register.SUBJECT) | bit);
          next.set(index, Register.PACKS, at(world, Register.PACKS) | bit);
          next.set(index, Register.REST, 0);
        });
  }

  /** Where names come from the content, a pack gets the name of one that was there and is gone. */
  private int namesake(World world, int chunks) {
    Fold fold = Fold.of(world, world.tail(), at(world, Register.SINCE), rules);
    int known = fold.condemnedPacks | fold.condemnedSince | fold.markedPacks;
    for (int pack = 0; rules.lack(Rule.FRESH_NAMES) && pack < world.get(Cell.PACKS); pack++) {
      if (world.content(pack) == chunks && (known & (1 << pack)) == 0) {
        return 1 << pack;
      }
    }
    return 0;
  }

  private void list(World world, Steps steps) {
    if (!world.roomForBlobs()) {
      steps.cut();
      return;
    }
    int packs = at(world, Register.PACKS) & at(world, Register.SUBJECT);
    int listed = unlisted(world, packs) != 0 ? unlisted(world, packs) : packs;
    for (int to : afterListing()) {
      step(
          world,
          steps,
          to,
          "stores a segment of packs " + Bits.text(listed),
          next ->
              next.set(
                  index, Register.SEGMENTS, at(next, Register.SEGMENTS) | next.newSegment(listed)));
    }
  }

  private List<Integer> afterListing() {
    return switch (writing) {
      case AT_ONCE, AMENDS -> List.of(COMMIT);
      case IN_PARTS -> List.of(ADD, COMMIT);
      case COPIES -> List.of(ADD);
    };
  }

  private void add(World world, Steps steps) {
    if (!first(world)) {
      foldOn(world, steps, ADD, new Reliance(world, this).mayName());
      return;
    }
    Entry add = new Entry(EntryType.ADD, run(world), 0, 0, at(world, Register.SEGMENTS), 0);
    append(world, steps, added(), add, next -> next.set(index, Register.SEGMENTS, 0));
    lose(world, steps, ADD_UNANSWERED, add);
  }

  private int added() {
    return writing == Writing.COPIES ? DONE : COMMIT;
  }

  private void lose(World world, Steps steps, int to, Entry entry) {
    if (world.get(Cell.LOSSES) > 0) {
      append(
          world,
          steps,
          to,
          entry,
          next -> {
            useUp(next, Cell.LOSSES);
            next.set(index, Register.VIEW, at(world, Register.VIEW));
          });
    }
  }

  private void lookForAdd(World world, Steps steps) {
    boolean known = rules.hold(Rule.OWN_ENTRY_RECOGNISED);
    step(
        world,
        steps,
        known ? added() : ADD,
        known ? "finds that the entry is its own" : "takes the entry for somebody else's",
        next -> {
          if (known) {
            next.set(index, Register.SEGMENTS, 0);
            next.set(index, Register.VIEW, at(world, Register.VIEW) + 1);
          }
        });
  }

  /** Folds on after a lost race, and looks whether the work still holds. */
  private void foldOn(World world, Steps steps, int again, boolean holds) {
    int to = holds || rules.lack(Rule.CHECKED_AGAIN) ? again : lost(world);
    step(
        world,
        steps,
        to,
        "folds to " + world.tail() + (to == again ? "" : " and finds packs gone"),
        next -> {
          next.set(index, Register.VIEW, next.tail());
          if (to != again) {
            next.set(index, Register.ROUNDS, 1);
            if (at(world, Register.ROUNDS) != 0) {
              next.fault(Fault.STARVED);
            }
          }
        });
  }

  private int lost(World world) {
    return at(world, Register.ROUNDS) == 0 ? HOLD : FAILED;
  }

  private void commit(World world, Steps steps) {
    boolean amends = writing == Writing.AMENDS;
    int live = Fold.of(world, world.tail(), rules).snapshots;
    if (amends && (live & (1 << FIRST_SNAPSHOT)) == 0) {
      step(world, steps, DONE, "finds the snapshot forgotten", next -> {});
      return;
    }
    Reliance reliance = new Reliance(world, this);
    boolean holds =
        (amends && rules.lack(Rule.AMENDED_CHECKED)) ? reliance.mayName() : reliance.mayCommit();
    if (!first(world) || (!holds && rules.hold(Rule.CHECKED_AGAIN))) {
      foldOn(world, steps, COMMIT, holds);
      if (rules.hold(Rule.CREATED_IF_ABSENT)) {
        return;
      }
    }
    Entry commit =
        new Entry(
            amends ? EntryType.AMEND : EntryType.COMMIT,
            run(world),
            source,
            at(world, Register.PACKS),
            at(world, Register.SEGMENTS),
            amends ? FIRST_SNAPSHOT : 0);
    append(world, steps, DONE, commit, next -> overwritten(world, next));
    lose(world, steps, COMMIT_UNANSWERED, commit);
  }

  private void overwritten(World before, World next) {
    int number = at(before, Register.VIEW) + 1;
    if (number <= before.tail() && before.entry(number).type() == EntryType.COMMIT) {
      next.fault(Fault.OVERWRITTEN);
    }
  }

  private void lookForCommit(World world, Steps steps) {
    boolean known = rules.hold(Rule.OWN_ENTRY_RECOGNISED);
    step(
        world,
        steps,
        known ? DONE : COMMIT,
        known ? "finds that the entry is its own" : "takes the entry for somebody else's",
        next -> {});
  }

  /** Nothing has to be checked: it just goes behind whatever is last. */
  private void hold(World world, Steps steps) {
    World seen = world.copy();
    seen.set(index, Register.VIEW, world.tail());
    append(seen, steps, WALK_AGAIN, new Entry(EntryType.HOLD, run(world), 0, 0, 0, 0), next -> {});
  }
}
