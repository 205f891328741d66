package io.byssus.core.internal.log.model;

/**
 * Takes a pack out that it found to be damaged: copies what nothing else stands in for, marks the
 * pack, and condemns it without a walk.
 */
final class Repairer extends Actor {
  private static final int STORE = 1;
  private static final int LIST = 2;
  private static final int ADD = 3;
  private static final int MARK = 4;
  private static final int CONDEMN = 5;

  Repairer(int index, Rules rules) {
    super(index, rules);
  }

  private int run(World world) {
    return at(world, Register.RUN) + index;
  }

  @Override
  void steps(World world, Steps steps) {
    switch (at(world, Register.STEP)) {
      case BEGIN -> begin(world, steps);
      case STORE -> store(world, steps);
      case LIST -> list(world, steps);
      case ADD -> add(world, steps);
      case MARK -> mark(world, steps);
      case CONDEMN -> condemn(world, steps);
      default -> {}
    }
  }

  /** Any live pack may be the damaged one. */
  private void begin(World world, Steps steps) {
    int live = Fold.of(world, world.tail(), rules).livePacks();
    for (int rest = live; rest != 0; rest &= rest - 1) {
      int damaged = Integer.lowestOneBit(rest);
      World found = world.copy();
      found.set(index, Register.SINCE, world.tail());
      found.set(index, Register.REST, damaged);
      choose(found, steps, live & ~damaged, world.contentOf(damaged), 0, 0);
    }
    if (live == 0) {
      step(world, steps, DONE, "finds nothing damaged", next -> {});
    }
  }

  /** Decides for each chunk on a pack that stands in, or that it has to be stored again. */
  private void choose(World world, Steps steps, int packs, int chunks, int standIns, int missing) {
    if (chunks == 0) {
      step(
          world,
          steps,
          missing != 0 ? STORE : MARK,
          "finds a pack damaged, for which packs " + Bits.text(standIns) + " stand in",
          next -> {
            next.set(index, Register.VIEW, next.tail());
            next.set(index, Register.PACKS, standIns);
            next.set(index, Register.SUBJECT, missing);
          });
      return;
    }
    int chunk = Integer.lowestOneBit(chunks);
    int copies = world.holding(chunk, packs);
    if (copies == 0) {
      choose(world, steps, packs, chunks & ~chunk, standIns, missing | chunk);
    }
    for (int rest = copies; rest != 0; rest &= rest - 1) {
      int pack = Integer.lowestOneBit(rest);
      choose(world, steps, packs, chunks & ~chunk, standIns | pack, missing);
    }
  }

  private void store(World world, Steps steps) {
    if (!world.roomForBlobs()) {
      steps.cut();
      return;
    }
    World named = world.copy();
    int pack = named.newPack(at(world, Register.SUBJECT));
    step(
        named,
        steps,
        LIST,
        "stores again what is in no other pack, in pack " + Bits.text(pack),
        next -> {
          next.add(Cell.STORED_PACKS, pack);
          next.set(index, Register.SUBJECT, pack);
          next.set(index, Register.PACKS, at(world, Register.PACKS) | pack);
        });
  }

  private void list(World world, Steps steps) {
    if (!world.roomForBlobs()) {
      steps.cut();
      return;
    }
    int pack = at(world, Register.SUBJECT);
    step(
        world,
        steps,
        ADD,
        "stores a segment of pack " + Bits.text(pack),
        next -> next.set(index, Register.SEGMENTS, next.newSegment(pack)));
  }

  private void add(World world, Steps steps) {
    if (!first(world)) {
      foldOn(world, steps, ADD, new Reliance(world, this).mayName());
      return;
    }
    Entry add = new Entry(EntryType.ADD, run(world), 0, 0, at(world, Register.SEGMENTS), 0);
    append(world, steps, MARK, add, next -> next.set(index, Register.SEGMENTS, 0));
  }

  private void foldOn(World world, Steps steps, int again, boolean holds) {
    step(
        world,
        steps,
        holds ? again : FAILED,
        "folds to " + world.tail(),
        next -> next.set(index, Register.VIEW, next.tail()));
  }

  private void mark(World world, Steps steps) {
    if (Fold.of(world, world.tail(), rules).openMarks != 0) {
      step(world, steps, DONE, "leaves the pack, for another mark is open", next -> {});
    } else if (!first(world)) {
      foldOn(world, steps, MARK, true);
    } else {
      int damaged = at(world, Register.REST);
      append(
          world,
          steps,
          CONDEMN,
          new Entry(EntryType.MARK, run(world), 0, damaged, 0, 0),
          next -> next.set(index, Register.SUBJECT, at(next, Register.VIEW)));
    }
  }

  private void condemn(World world, Steps steps) {
    int mark = at(world, Register.SUBJECT);
    if ((Fold.of(world, world.tail(), rules).openMarks & (1 << mark)) == 0) {
      step(world, steps, DONE, "finds its mark resolved", next -> {});
      return;
    }
    if (!first(world)) {
      foldOn(world, steps, CONDEMN, true);
      return;
    }
    int gone = Fold.of(world, mark, at(world, Register.SINCE), rules).condemnedSince;
    boolean stand = (gone & at(world, Register.PACKS)) == 0 || rules.lack(Rule.STAND_INS_CHECKED);
    int packs = stand ? at(world, Register.REST) : 0;
    append(
        world,
        steps,
        DONE,
        new Entry(EntryType.CONDEMN, run(world), mark, packs, 0, 0),
        next -> {});
  }
}
