package io.byssus.core.internal.log.model;

/** Restores a snapshot, chunk by chunk, by the index that it loaded when it began. */
final class Reader extends Actor {
  private static final int READ = 1;

  Reader(int index, Rules rules) {
    super(index, rules);
  }

  @Override
  void steps(World world, Steps steps) {
    if (at(world, Register.STEP) == BEGIN) {
      begin(world, steps);
    } else if (at(world, Register.STEP) == READ) {
      read(world, steps);
    }
  }

  private void begin(World world, Steps steps) {
    int live = Fold.of(world, world.tail(), rules).snapshots;
    for (int rest = live; rest != 0; rest &= rest - 1) {
      int snapshot = Integer.numberOfTrailingZeros(rest);
      step(
          world,
          steps,
          READ,
          "begins to restore the snapshot of log/" + snapshot,
          next -> {
            next.set(index, Register.VIEW, next.tail());
            next.set(index, Register.SUBJECT, snapshot);
            next.set(index, Register.REST, next.entry(snapshot).about());
          });
    }
    if (live == 0) {
      step(world, steps, DONE, "finds nothing to restore", next -> {});
    }
  }

  private void read(World world, Steps steps) {
    int chunk = Integer.lowestOneBit(at(world, Register.REST));
    Fold fold = Fold.of(world, at(world, Register.VIEW), rules);
    int stored = fold.livePacks() & world.get(Cell.STORED_PACKS);
    if (world.holding(chunk, stored) == 0) {
      missed(world, steps);
      return;
    }
    int rest = at(world, Register.REST) & ~chunk;
    step(
        world,
        steps,
        rest == 0 ? DONE : READ,
        "reads a chunk",
        next -> next.set(index, Register.REST, rest));
  }

  private void missed(World world, Steps steps) {
    int snapshot = 1 << at(world, Register.SUBJECT);
    boolean live = (Fold.of(world, world.tail(), rules).snapshots & snapshot) != 0;
    boolean again = live && rules.hold(Rule.READERS_FOLD_AGAIN);
    boolean hopeless = live && (!again || first(world));
    step(
        world,
        steps,
        again && !hopeless ? READ : FAILED,
        "misses a pack" + (live ? "" : " of a snapshot that was forgotten"),
        next -> {
          next.set(index, Register.VIEW, next.tail());
          if (hopeless) {
            next.fault(Fault.UNREADABLE);
          }
        });
  }
}
