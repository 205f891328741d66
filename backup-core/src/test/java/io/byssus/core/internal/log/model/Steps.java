package io.byssus.core.internal.log.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The steps that may come next in a world. */
final class Steps {
  private final List<World> worlds = new ArrayList<>();
  private final List<Supplier<String>> texts = new ArrayList<>();
  private boolean cut;

  /** Adds a step: the world behind it, and what to say about it. */
  void add(World next, Supplier<String> text) {
    worlds.add(next);
    texts.add(text);
  }

  /** Says that there would be a step for which the model has no room. */
  void cut() {
    cut = true;
  }

  int count() {
    return worlds.size();
  }

  World world(int step) {
    return worlds.get(step);
  }

  String text(int step) {
    return texts.get(step).get();
  }

  /** Returns whether nothing can happen any more. */
  boolean ended() {
    return worlds.isEmpty() && !cut;
  }

  boolean wasCut() {
    return cut;
  }
}
