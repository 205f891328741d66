package io.byssus.core.internal.log.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Who does what, beginning with what is there. */
final class Scenario {
  /** Of what is there at the beginning: the number of no actor. */
  static final int OLD_RUN = Actor.ACTORS - 1;

  /** Who forgets, who deletes, and who cleans up at the end. */
  private static final int OTHERS = 3;

  /** Makes an actor. */
  private interface Part {
    Actor actor(int index, Rules rules);
  }

  private final String name;
  private final List<Part> parts = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final List<int[]> snapshots = new ArrayList<>();
  private final List<Integer> added = new ArrayList<>();
  private int crashes;
  private int losses;
  private int forgets;

  Scenario(String name) {
    this.name = name;
  }

  /** There is a snapshot of some chunks, in packs with these contents. */
  Scenario snapshot(int... packs) {
    snapshots.add(packs);
    return this;
  }

  /** There is a pack of a run that was cut short behind its ADD. */
  Scenario added(int chunks) {
    added.add(chunks);
    return this;
  }

  private void part(String kind, Part part) {
    kinds.add(kind);
    parts.add(part);
  }

  /** A writer, with the chunks of its source, that commits at once. */
  Scenario writer(int source) {
    part("writer " + source, (index, rules) -> new Writer(index, rules, source, Writing.AT_ONCE));
    return this;
  }

  /** A writer that may ADD before it commits. */
  Scenario addingWriter(int source) {
    part(
        "adding writer " + source,
        (index, rules) -> new Writer(index, rules, source, Writing.IN_PARTS));
    return this;
  }

  /** A repack's first half: another copy of chunks. */
  Scenario copier(int chunks) {
    part("copier " + chunks, (index, rules) -> new Writer(index, rules, chunks, Writing.COPIES));
    return this;
  }

  /** A repair's last part: a snapshot of these chunks takes the place of the first one. */
  Scenario amender(int chunks) {
    part("amender " + chunks, (index, rules) -> new Writer(index, rules, chunks, Writing.AMENDS));
    return this;
  }

  Scenario repairer() {
    part("repairer", Repairer::new);
    return this;
  }

  /** A pruner that marks once. */
  Scenario pruner(Habit... habits) {
    return prunerOfRounds(1, habits);
  }

  Scenario prunerOfRounds(int rounds, Habit... habits) {
    PruneOptions options = PruneOptions.of(rounds, habits);
    part("pruner " + options, (index, rules) -> new Pruner(index, rules, options));
    return this;
  }

  Scenario reader() {
    part("reader", Reader::new);
    return this;
  }

  Scenario crashes(int most) {
    crashes = most;
    return this;
  }

  Scenario losses(int most) {
    losses = most;
    return this;
  }

  Scenario forgets(int most) {
    forgets = most;
    return this;
  }

  /**
   * Returns the actors: those of the scenario, the store's courier, and who cleans up at the end.
   */
  List<Actor> actors(Rules rules) {
    List<Actor> actors = new ArrayList<>();
    for (Part part : parts) {
      actors.add(part.actor(actors.size(), rules));
    }
    List<Actor> busy = List.copyOf(actors);
    actors.add(new Forgetter(actors.size(), rules, busy));
    actors.add(new Courier(actors.size(), rules));
    actors.add(new Pruner(actors.size(), rules, PruneOptions.after(busy)));
    return actors;
  }

  /** Returns who may take whose place: equal actors that stand beside each other. */
  List<int[]> symmetries() {
    List<int[]> symmetries = new ArrayList<>();
    symmetries.add(IntStream.range(0, parts.size() + OTHERS).toArray());
    for (int i = 1; i < parts.size(); i++) {
      if (kinds.get(i).equals(kinds.get(i - 1))
          && symmetries.get(symmetries.size() - 1)[i - 1] == i - 1) {
        for (int[] places : List.copyOf(symmetries)) {
          int[] exchanged = places.clone();
          exchanged[i] = i - 1;
          exchanged[i - 1] = i;
          symmetries.add(exchanged);
        }
      }
    }
    return symmetries;
  }

  /** Returns the world at the beginning. */
  World world() {
    World world = new World(parts.size() + OTHERS);
    world.set(Cell.CRASHES, crashes);
    world.set(Cell.LOSSES, losses);
    world.set(Cell.FORGETS, forgets);
    for (int[] packs : snapshots) {
      int stored = store(world, packs);
      int segment = world.newSegment(stored);
      Entry commit =
          new Entry(EntryType.COMMIT, OLD_RUN, world.contentOf(stored), stored, segment, 0);
      world.write(world.tail() + 1, commit);
    }
    for (int chunks : added) {
      int segment = world.newSegment(store(world, chunks));
      world.write(world.tail() + 1, new Entry(EntryType.ADD, OLD_RUN, 0, 0, segment, 0));
    }
    return world;
  }

  private static int store(World world, int... contents) {
    int stored = 0;
    for (int content : contents) {
      stored |= world.newPack(content);
    }
    world.add(Cell.STORED_PACKS, stored);
    return stored;
  }

  @Override
  public String toString() {
    return name;
  }
}
