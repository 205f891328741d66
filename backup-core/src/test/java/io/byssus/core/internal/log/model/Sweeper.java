package io.byssus.core.internal.log.model;

/** Deletes what is condemned, takes it out of the index, and says that it is done. */
abstract class Sweeper extends Actor {
  static final int LIST = 10;
  private static final int DELETE = 11;
  private static final int REPLACE = 12;

  final PruneOptions options;

  Sweeper(int index, Rules rules, PruneOptions options) {
    super(index, rules);
    this.options = options;
  }

  final int run(World world) {
    return at(world, Register.RUN) + index;
  }

  /** Adds what comes next of the work that was begun. */
  final void sweepOn(World world, Steps steps) {
    switch (at(world, Register.STEP)) {
      case DELETE -> deletePacks(world, steps);
      case LIST -> list(world, steps);
      case REPLACE -> replace(world, steps);
      default -> {}
    }
  }

  private Fold sweeping(World world) {
    return Fold.of(world, at(world, Register.SINCE), rules);
  }

  final void deletePacks(World world, Steps steps) {
    int packs =
        sweeping(world).condemnedPacks & awaited(world, Cell.STORED_PACKS, Cell.LEAVING_PACKS);
    if (packs != 0) {
      delete(world, steps, packs, Cell.LEAVING_PACKS);
    } else if (rules.hold(Rule.DROPPED_BEFORE_SWEPT)) {
      list(world, steps);
    } else {
      deleteSegments(world, steps);
    }
  }

  private void deleteSegments(World world, Steps steps) {
    int segments =
        sweeping(world).condemnedSegments
            & awaited(world, Cell.STORED_SEGMENTS, Cell.LEAVING_SEGMENTS);
    if (segments != 0) {
      delete(world, steps, segments, Cell.LEAVING_SEGMENTS);
    } else {
      sweep(world, steps);
    }
  }

  private int awaited(World world, Cell stored, Cell leaving) {
    return world.get(stored) & (options.has(Habit.DOES_NOT_WAIT) ? ~world.get(leaving) : ~0);
  }

  /** Sends a request for a blob, or waits until the store answers that all are gone. */
  private void delete(World world, Steps steps, int blobs, Cell leaving) {
    int unsent = blobs & ~world.get(leaving);
    if (unsent != 0) {
      int blob = Integer.lowestOneBit(unsent);
      step(
          world,
          steps,
          DELETE,
          "asks for a deletion: " + leaving + " " + Bits.text(blob),
          next -> next.add(leaving, blob));
    }
  }

  /** Writes a segment that takes the place of those that list condemned packs. */
  private void list(World world, Steps steps) {
    Fold fold = Fold.of(world, world.tail(), rules);
    int condemned = sweeping(world).condemnedPacks;
    int merged = at(world, Register.REST) & fold.counting;
    int drop = merged != 0 ? merged : Walk.listing(world, fold.counting, condemned);
    if (drop == 0) {
      deleteSegments(world, steps);
      return;
    }
    if (!world.roomForBlobs()) {
      steps.cut();
      return;
    }
    int packs = world.listedBy(drop) & ~fold.condemnedPacks;
    int listed = rules.hold(Rule.REPLACED_KEEPS_PACKS) ? packs : 0;
    step(
        world,
        steps,
        REPLACE,
        "stores a segment of packs " + Bits.text(listed) + " for " + Bits.text(drop),
        next -> {
          next.set(index, Register.SEGMENTS, listed == 0 ? 0 : next.newSegment(listed));
          next.set(index, Register.REST, drop);
          next.set(index, Register.VIEW, next.tail());
          next.set(index, Register.SINCE, next.tail());
          if (rules.lack(Rule.DROPPED_BEFORE_DELETED)) {
            next.add(Cell.LEAVING_SEGMENTS, drop);
          }
        });
  }

  private void replace(World world, Steps steps) {
    if (!first(world)) {
      boolean holds = new Reliance(world, this).mayName();
      step(
          world,
          steps,
          holds ? REPLACE : BEGIN,
          "folds to " + world.tail(),
          next -> next.set(index, Register.VIEW, next.tail()));
      return;
    }
    int add = at(world, Register.SEGMENTS);
    Entry replace = new Entry(EntryType.REPLACE, run(world), 0, 0, add, at(world, Register.REST));
    append(world, steps, BEGIN, replace, next -> next.set(index, Register.REST, 0));
  }

  private void sweep(World world, Steps steps) {
    Fold fold = Fold.of(world, world.tail(), rules);
    if (!fold.unswept()) {
      step(world, steps, BEGIN, "finds that another swept", next -> {});
      return;
    }
    World seen = world.copy();
    seen.set(index, Register.VIEW, world.tail());
    int upTo = at(world, Register.SINCE);
    append(seen, steps, BEGIN, new Entry(EntryType.SWEPT, run(world), upTo, 0, 0, 0), next -> {});
  }
}
