package io.byssus.core.internal.log.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Goes through a scenario to its end by chance, again and again: deep, where the explorer is wide.
 */
final class RandomWalks {
  private final Scenario scenario;
  private final Moves moves;
  private final Random random;

  RandomWalks(Scenario scenario, Rules rules, long seed) {
    this.scenario = scenario;
    this.moves = new Moves(scenario, rules);
    this.random = new Random(seed);
  }

  /** Returns what was seen in some walks, up to the first violation. */
  Exploration walk(int walks) {
    int worlds = 0;
    int ended = 0;
    int cut = 0;
    for (int i = 0; i < walks; i++) {
      World world = scenario.world();
      List<String> trace = new ArrayList<>();
      Steps steps = moves.from(world);
      while (true) {
        worlds++;
        String violation = moves.violation(world, steps);
        if (violation != null) {
          return new Exploration(worlds, ended, cut, false, violation, trace);
        }
        if (steps.count() == 0) {
          break;
        }
        int step = random.nextInt(steps.count());
        trace.add(steps.text(step));
        world = steps.world(step);
        steps = moves.from(world);
      }
      ended += steps.ended() ? 1 : 0;
      cut += steps.wasCut() ? 1 : 0;
    }
    return new Exploration(worlds, ended, cut, false, null, List.of());
  }
}
