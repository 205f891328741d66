package io.byssus.core.internal.log.model;

import java.util.List;

/** Forgets snapshots, any of them, at any time. */
final class Forgetter extends Actor {
  private final List<Actor> others;

  /**
   * Creates a forgetter.
   *
   * @param others while any of these goes on, so that the prune at the end has the last word
   */
  Forgetter(int index, Rules rules, List<Actor> others) {
    super(index, rules);
    this.others = List.copyOf(others);
  }

  @Override
  boolean mayCrash() {
    return false;
  }

  @Override
  void steps(World world, Steps steps) {
    boolean late = others.stream().allMatch(actor -> actor.ended(world));
    if (world.get(Cell.FORGETS) == 0 || late) {
      return;
    }
    World seen = world.copy();
    seen.set(index, Register.VIEW, world.tail());
    int live = Fold.of(world, world.tail(), rules).snapshots;
    for (int rest = live; rest != 0; rest &= rest - 1) {
      int snapshot = Integer.numberOfTrailingZeros(rest);
      Entry forget = new Entry(EntryType.FORGET, index, snapshot, 0, 0, 0);
      append(
          seen,
          steps,
          BEGIN,
          forget,
          next -> {
            useUp(next, Cell.FORGETS);
            // Its view says nothing, and would tell equal worlds apart.
            next.set(index, Register.VIEW, 0);
          });
    }
  }
}
