package io.byssus.core.internal.log.model;

/**
 * Carries requests to delete to the store: each arrives at some time, whatever became of its
 * sender.
 */
final class Courier extends Actor {
  Courier(int index, Rules rules) {
    super(index, rules);
  }

  @Override
  boolean mayCrash() {
    return false;
  }

  @Override
  void steps(World world, Steps steps) {
    arrive(world, steps, Cell.LEAVING_PACKS, Cell.STORED_PACKS, "pack");
    arrive(world, steps, Cell.LEAVING_SEGMENTS, Cell.STORED_SEGMENTS, "segment");
  }

  private void arrive(World world, Steps steps, Cell leaving, Cell stored, String what) {
    for (int rest = world.get(leaving); rest != 0; rest &= rest - 1) {
      int blob = Integer.lowestOneBit(rest);
      String text = "deletes " + what + " " + Bits.text(blob);
      step(
          world,
          steps,
          BEGIN,
          text,
          next -> {
            next.remove(stored, blob);
            next.remove(leaving, blob);
          });
      if (world.get(Cell.LOSSES) > 0) {
        step(
            world,
            steps,
            BEGIN,
            text + ", and will once more",
            next -> {
              next.remove(stored, blob);
              useUp(next, Cell.LOSSES);
            });
      }
    }
  }
}
