package io.byssus.core.internal.log.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may happen in a scenario, and what must not. */
final class Moves {
  private final List<Actor> actors;
  private final Invariants invariants;

  Moves(Scenario scenario, Rules rules) {
    this.actors = scenario.actors(rules);
    this.invariants = new Invariants(rules);
  }

  Steps from(World world) {
    Steps steps = new Steps();
    for (Actor actor : actors) {
      actor.steps(world, steps);
      actor.crashes(world, steps);
    }
    return steps;
  }

  /** Returns what is wrong with a world; null if nothing is. */
  @Nullable String violation(World world, Steps next) {
    String broken = invariants.broken(world);
    if (broken != null || !next.ended()) {
      return broken;
    }
    for (Actor actor : actors) {
      if (actor.mayCrash() && !actor.ended(world)) {
        return actor + " can't go on";
      }
    }
    return invariants.leftOver(world);
  }
}
