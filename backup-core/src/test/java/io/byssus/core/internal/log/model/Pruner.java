package io.byssus.core.internal.log.model;

/**
 * Marks, walks, condemns, deletes, takes what is gone out of the index, and says that it is done.
 */
final class Pruner extends Sweeper {
  private static final int MARK = 1;
  private static final int WALK = 2;
  private static final int CONDEMN = 3;

  Pruner(int index, Rules rules, PruneOptions options) {
    super(index, rules, options);
  }

  @Override
  boolean mayCrash() {
    return !options.afterwards();
  }

  @Override
  void steps(World world, Steps steps) {
    switch (at(world, Register.STEP)) {
      case BEGIN -> begin(world, steps);
      case MARK -> mark(world, steps);
      case WALK -> walk(world, steps);
      case CONDEMN -> condemn(world, steps);
      default -> sweepOn(world, steps);
    }
  }

  @Override
  void forget(World next) {
    super.forget(next);
    if (at(next, Register.STEP) == BEGIN) {
      int run = at(next, Register.RUN);
      int rounds = at(next, Register.ROUNDS);
      next.clear(index);
      next.set(index, Register.RUN, run);
      next.set(index, Register.ROUNDS, rounds);
    }
  }

  /** Folds, and takes up what is open; only then looks for more. */
  private void begin(World world, Steps steps) {
    if (options.afterwards() && !options.othersEnded(world)) {
      return;
    }
    Fold fold = Fold.of(world, world.tail(), rules);
    boolean marked = fold.openMarks != 0;
    if (marked && rules.hold(Rule.ANYBODY_FINISHES)) {
      for (int rest = fold.openMarks; rest != 0; rest &= rest - 1) {
        World found = world.copy();
        found.set(index, Register.SUBJECT, Integer.numberOfTrailingZeros(rest));
        walk(found, steps);
      }
    }
    boolean sweeps = !marked && fold.unswept() && options.sweeps();
    if (sweeps) {
      World found = world.copy();
      found.set(index, Register.SINCE, world.tail());
      deletePacks(found, steps);
    }
    if (marked && rules.hold(Rule.ONE_MARK)) {
      if (rules.lack(Rule.ANYBODY_FINISHES)) {
        step(world, steps, DONE, "leaves the open mark to its author", next -> {});
      }
    } else if (!sweeps || options.has(Habit.MARKS_EARLY)) {
      look(world, steps, fold);
    }
  }

  private void look(World world, Steps steps, Fold fold) {
    int rounds = at(world, Register.ROUNDS);
    Candidates candidates = new Candidates(world, fold, rules);
    boolean nothing = candidates.none() || rounds == options.rounds();
    if (nothing) {
      if (!fold.unswept() || !options.sweeps()) {
        step(world, steps, DONE, "finds nothing to do", next -> {});
      }
      return;
    }
    if (rules.lack(Rule.ORPHAN_PACKS_MARKED) || rules.lack(Rule.ORPHAN_SEGMENTS_MARKED)) {
      deleteOrphans(world, steps, candidates);
    }
    if (options.has(Habit.MERGES) && fold.counting != 0) {
      step(
          world,
          steps,
          LIST,
          "begins to merge segments",
          next -> {
            next.set(index, Register.VIEW, next.tail());
            next.set(index, Register.SINCE, next.tail());
            next.set(index, Register.ROUNDS, rounds + 1);
            next.set(index, Register.REST, fold.counting);
          });
    }
    if (held(world, fold)) {
      return;
    }
    for (int packs : candidates.packs(options)) {
      step(
          world,
          steps,
          MARK,
          "chooses packs " + Bits.text(packs) + " at " + world.tail(),
          next -> {
            next.set(index, Register.VIEW, next.tail());
            next.set(index, Register.SINCE, next.tail());
            next.set(index, Register.ROUNDS, rounds + 1);
            next.set(index, Register.PACKS, packs);
            next.set(index, Register.SEGMENTS, candidates.orphanSegments());
          });
    }
  }

  private void deleteOrphans(World world, Steps steps, Candidates candidates) {
    int packs = rules.lack(Rule.ORPHAN_PACKS_MARKED) ? candidates.orphanPacks() : 0;
    int segments = rules.lack(Rule.ORPHAN_SEGMENTS_MARKED) ? candidates.orphanSegments() : 0;
    if ((packs | segments) != 0) {
      step(
          world,
          steps,
          BEGIN,
          "deletes what no entry knows",
          next -> {
            next.add(Cell.LEAVING_PACKS, packs);
            next.add(Cell.LEAVING_SEGMENTS, segments);
            next.set(index, Register.ROUNDS, at(world, Register.ROUNDS) + 1);
          });
    }
  }

  private void mark(World world, Steps steps) {
    if (!first(world)) {
      foldOn(world, steps);
      return;
    }
    int packs = at(world, Register.PACKS);
    Entry mark = new Entry(EntryType.MARK, run(world), 0, packs, at(world, Register.SEGMENTS), 0);
    append(
        world,
        steps,
        WALK,
        mark,
        next -> next.set(index, Register.SUBJECT, at(next, Register.VIEW)));
  }

  /** What it chose need not be chosen again: the walk is up to the mark, wherever that comes. */
  private void foldOn(World world, Steps steps) {
    Fold fold = Fold.of(world, world.tail(), rules);
    boolean taken = fold.openMarks != 0 && rules.hold(Rule.ONE_MARK);
    step(
        world,
        steps,
        taken || held(world, fold) ? BEGIN : MARK,
        "folds to " + world.tail(),
        next -> {
          next.set(index, Register.VIEW, next.tail());
          next.set(index, Register.PACKS, at(world, Register.PACKS) & ~fold.condemnedPacks);
          if (taken || held(world, fold)) {
            next.set(index, Register.ROUNDS, at(next, Register.ROUNDS) - 1);
          }
        });
  }

  private boolean held(World world, Fold fold) {
    return rules.hold(Rule.HOLD_RESPECTED) && PruneOptions.alive(world, fold.holds);
  }

  private void walk(World world, Steps steps) {
    int mark = at(world, Register.SUBJECT);
    Fold fold = Fold.of(world, world.tail(), rules);
    if ((fold.openMarks & (1 << mark)) == 0) {
      step(world, steps, BEGIN, "finds its mark resolved", next -> {});
      return;
    }
    int below = rules.hold(Rule.WALKED_UP_TO_MARK) ? mark : at(world, Register.SINCE) + 1;
    Entry marked = world.entry(mark);
    int free = new Walk(world, fold, rules).unreferenced(marked, fold.references(below));
    judge(world, steps, "walked", free, marked.segments() & ~fold.counting);
    if (options.has(Habit.GIVES_UP)) {
      judge(world, steps, "gave up", 0, 0);
    }
  }

  private void judge(World world, Steps steps, String text, int packs, int segments) {
    step(
        world,
        steps,
        CONDEMN,
        text + " and will condemn packs " + Bits.text(packs),
        next -> {
          next.set(index, Register.VIEW, next.tail());
          next.set(index, Register.PACKS, packs);
          next.set(index, Register.SEGMENTS, segments);
          if (rules.lack(Rule.DELETED_WHEN_CONDEMNED)) {
            next.add(Cell.LEAVING_PACKS, packs);
          }
        });
  }

  private void condemn(World world, Steps steps) {
    int mark = at(world, Register.SUBJECT);
    if (!first(world)) {
      boolean open = (Fold.of(world, world.tail(), rules).openMarks & (1 << mark)) != 0;
      boolean goOn = open || rules.lack(Rule.CONDEMN_NEEDS_OPEN_MARK);
      step(
          world,
          steps,
          goOn ? CONDEMN : BEGIN,
          "folds to " + world.tail(),
          next -> next.set(index, Register.VIEW, next.tail()));
      return;
    }
    int packs = at(world, Register.PACKS);
    int segments = at(world, Register.SEGMENTS);
    append(
        world,
        steps,
        BEGIN,
        new Entry(EntryType.CONDEMN, run(world), mark, packs, segments, 0),
        next -> {});
  }
}
