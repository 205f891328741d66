package io.byssus.core.internal.log.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits every world that can be reached, breadth first, so that the first violation has the
 * shortest trace. Worlds are told apart by 64 bits: of 10 million, two meet with a chance of less
 * than one in 100,000.
 */
final class Explorer {
  private final Scenario scenario;
  private final Moves moves;
  private final List<int[]> symmetries;
  private final int most;
  private final Visited visited = new Visited();
  private final Deque<World> frontier = new ArrayDeque<>();
  private int ended;
  private int cut;

  /**
   * Creates an explorer.
   *
   * @param most how many worlds to visit at most
   */
  Explorer(Scenario scenario, Rules rules, int most) {
    this.scenario = scenario;
    this.moves = new Moves(scenario, rules);
    this.symmetries = scenario.symmetries();
    this.most = most;
  }

  Exploration explore() {
    World first = scenario.world();
    visited.add(first.fingerprint(symmetries), Visited.NOBODY, 0);
    frontier.add(first);
    for (int at = 0; !frontier.isEmpty(); at++) {
      World world = frontier.remove();
      String violation = visit(at, world);
      if (violation != null) {
        return found(violation, trace(at));
      }
      if (visited.count() > most) {
        return new Exploration(visited.count(), ended, cut, false, null, List.of());
      }
    }
    return new Exploration(visited.count(), ended, cut, true, null, List.of());
  }

  private Exploration found(String violation, List<String> trace) {
    return new Exploration(visited.count(), ended, cut, false, violation, trace);
  }

  private @Nullable String visit(int at, World world) {
    Steps steps = moves.from(world);
    String violation = moves.violation(world, steps);
    if (violation != null) {
      return violation;
    }
    cut += steps.wasCut() ? 1 : 0;
    for (int step = 0; step < steps.count(); step++) {
      World next = steps.world(step);
      if (visited.add(next.fingerprint(symmetries), at, step)) {
        frontier.add(next);
      }
    }
    ended += steps.ended() ? 1 : 0;
    return null;
  }

  private List<String> trace(int last) {
    List<Integer> taken = new ArrayList<>();
    for (int at = last; visited.from(at) != Visited.NOBODY; at = visited.from(at)) {
      taken.add(visited.step(at));
    }
    Collections.reverse(taken);
    List<String> texts = new ArrayList<>();
    World world = scenario.world();
    for (int step : taken) {
      Steps steps = moves.from(world);
      texts.add(steps.text(step));
      world = steps.world(step);
    }
    return texts;
  }
}
