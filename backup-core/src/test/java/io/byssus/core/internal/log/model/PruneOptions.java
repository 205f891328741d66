package io.byssus.core.internal.log.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a pruner does.
 *
 * @param rounds how often it marks at most
 * @param habits what it may do besides
 * @param others whom it waits for to end; empty if it does not wait
 */
record PruneOptions(int rounds, Set<Habit> habits, List<Actor> others) {
  static PruneOptions of(int rounds, Habit... habits) {
    Set<Habit> set = EnumSet.noneOf(Habit.class);
    set.addAll(List.of(habits));
    return new PruneOptions(rounds, set, List.of());
  }

  /** The prune at the end, after which nothing is to be left. */
  static PruneOptions after(List<Actor> others) {
    return new PruneOptions(8, EnumSet.noneOf(Habit.class), List.copyOf(others));
  }

  boolean has(Habit habit) {
    return habits.contains(habit);
  }

  boolean sweeps() {
    return !has(Habit.LEAVES_SWEEPING);
  }

  boolean afterwards() {
    return !others.isEmpty();
  }

  boolean othersEnded(World world) {
    return others.stream().allMatch(actor -> actor.ended(world));
  }

  /** Returns whether one of some runs goes on: what a pruner learns by watching the log. */
  static boolean alive(World world, int runs) {
    for (int rest = runs; rest != 0; rest &= rest - 1) {
      int run = Integer.numberOfTrailingZeros(rest);
      int actor = run % Actor.ACTORS;
      boolean same = world.get(actor, Register.RUN) == run - actor;
      if (same && world.get(actor, Register.STEP) < Actor.ENDED) {
        return true;
      }
    }
    return false;
  }
}
