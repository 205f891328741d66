package io.byssus.core.internal.log.model;

import java.util.function.Consumer;

/**
 * Somebody who works on the repository, one step after the other. A step is at most one request to
 * the store, so that everybody else may come between any two.
 */
abstract class Actor {
  /** Runs of one actor are so far apart. */
  static final int ACTORS = 8;

  /** The step at which every actor begins. */
  static final int BEGIN = 0;

  /** The steps from here on are no steps: the actor has ended. */
  static final int ENDED = 100;

  static final int DONE = ENDED;
  static final int FAILED = ENDED + 1;
  static final int DEAD = ENDED + 2;

  final int index;
  final Rules rules;

  Actor(int index, Rules rules) {
    this.index = index;
    this.rules = rules;
  }

  /** Adds what the actor may do next. */
  abstract void steps(World world, Steps steps);

  /** Returns whether the actor may die and come back. */
  boolean mayCrash() {
    return true;
  }

  final int at(World world, Register register) {
    return world.get(index, register);
  }

  final boolean ended(World world) {
    return at(world, Register.STEP) >= ENDED;
  }

  final void crashes(World world, Steps steps) {
    if (!mayCrash() || ended(world) || world.get(Cell.CRASHES) == 0) {
      return;
    }
    if (at(world, Register.STEP) != BEGIN) {
      step(world, steps, DEAD, "dies for ever", next -> useUp(next, Cell.CRASHES));
    }
    int run = at(world, Register.RUN) + ACTORS;
    if (at(world, Register.STEP) != BEGIN && run < Integer.SIZE) {
      step(
          world,
          steps,
          BEGIN,
          "dies and begins anew",
          next -> {
            useUp(next, Cell.CRASHES);
            next.clear(index);
            next.set(index, Register.RUN, run);
          });
    }
  }

  static void useUp(World world, Cell budget) {
    world.set(budget, world.get(budget) - 1);
  }

  /** Adds a step that leads to another place in the actor's program. */
  final void step(World world, Steps steps, int to, String text, Consumer<World> change) {
    World next = world.copy();
    next.set(index, Register.STEP, to);
    change.accept(next);
    forget(next);
    steps.add(next, () -> this + " " + text);
  }

  /** Forgets what no longer matters, so that worlds that differ in nothing else are one. */
  void forget(World next) {
    if (ended(next)) {
      int step = at(next, Register.STEP);
      next.clear(index);
      next.set(index, Register.STEP, step);
    }
  }

  /** Adds a step that appends an entry behind the actor's view, where the log ends there. */
  final void append(World world, Steps steps, int to, Entry entry, Consumer<World> change) {
    int number = at(world, Register.VIEW) + 1;
    if (number > World.ENTRIES) {
      steps.cut();
      return;
    }
    step(
        world,
        steps,
        to,
        "creates log/" + number + " " + entry + (to == DONE ? " and is done" : ""),
        next -> {
          next.write(number, entry);
          next.set(index, Register.VIEW, number);
          change.accept(next);
        });
  }

  /** Returns whether the actor's next entry would be the next of the log. */
  final boolean first(World world) {
    return at(world, Register.VIEW) == world.tail();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + index;
  }
}
