package io.byssus.core.internal.log.model;

import java.util.Arrays;
import java.util.List;

/** A state of everything: the store, the log, and what each actor remembers. */
final class World {
  /** Packs, and segments, that a world has room for. */
  static final int BLOBS = 14;

  /** The longest log. */
  static final int ENTRIES = 24;

  private static final int CELLS = Cell.values().length;
  private static final int REGISTERS = Register.values().length;
  private static final int CONTENT = CELLS;
  private static final int LISTS = CONTENT + BLOBS;
  private static final int ACTORS = LISTS + BLOBS;

  private final int log;
  private short[] cells;

  World(int actors) {
    this.log = ACTORS + actors * REGISTERS;
    this.cells = new short[log];
  }

  private World(World other) {
    this.log = other.log;
    this.cells = other.cells.clone();
  }

  World copy() {
    return new World(this);
  }

  int get(Cell cell) {
    return cells[cell.at];
  }

  void set(Cell cell, int value) {
    cells[cell.at] = (short) value;
  }

  int get(int actor, Register register) {
    return cells[ACTORS + actor * REGISTERS + register.at];
  }

  void set(int actor, Register register, int value) {
    cells[ACTORS + actor * REGISTERS + register.at] = (short) value;
  }

  void clear(int actor) {
    int from = ACTORS + actor * REGISTERS;
    Arrays.fill(cells, from, from + REGISTERS, (short) 0);
  }

  /** Returns the number of the last entry. */
  int tail() {
    return (cells.length - log) / Entry.CELLS;
  }

  Entry entry(int number) {
    return Entry.read(cells, log + (number - 1) * Entry.CELLS);
  }

  /** Appends an entry, or writes over one. */
  void write(int number, Entry entry) {
    if (number > tail()) {
      cells = Arrays.copyOf(cells, cells.length + Entry.CELLS);
    }
    entry.write(cells, log + (number - 1) * Entry.CELLS);
  }

  /** Returns the chunks of a pack. */
  int content(int pack) {
    return cells[CONTENT + pack];
  }

  /** Returns the packs that a segment lists. */
  int listed(int segment) {
    return cells[LISTS + segment];
  }

  /** Returns the packs that any of some segments list. */
  int listedBy(int segments) {
    int packs = 0;
    for (int rest = segments; rest != 0; rest &= rest - 1) {
      packs |= listed(Integer.numberOfTrailingZeros(rest));
    }
    return packs;
  }

  /** Returns the chunks in any of some packs. */
  int contentOf(int packs) {
    int chunks = 0;
    for (int rest = packs; rest != 0; rest &= rest - 1) {
      chunks |= content(Integer.numberOfTrailingZeros(rest));
    }
    return chunks;
  }

  /** Returns those of some packs that have a chunk. */
  int holding(int chunk, int packs) {
    int found = 0;
    for (int rest = packs; rest != 0; rest &= rest - 1) {
      int pack = Integer.numberOfTrailingZeros(rest);
      if ((content(pack) & chunk) != 0) {
        found |= 1 << pack;
      }
    }
    return found;
  }

  boolean roomForBlobs() {
    return get(Cell.PACKS) < BLOBS && get(Cell.SEGMENTS) < BLOBS;
  }

  /** Names a pack, and returns it as a bit. */
  int newPack(int chunks) {
    int pack = get(Cell.PACKS);
    cells[CONTENT + pack] = (short) chunks;
    set(Cell.PACKS, pack + 1);
    return 1 << pack;
  }

  /** Names and stores a segment, and returns it as a bit. */
  int newSegment(int packs) {
    int segment = get(Cell.SEGMENTS);
    cells[LISTS + segment] = (short) packs;
    set(Cell.SEGMENTS, segment + 1);
    add(Cell.STORED_SEGMENTS, 1 << segment);
    return 1 << segment;
  }

  void add(Cell set, int bits) {
    set(set, get(set) | bits);
  }

  void remove(Cell set, int bits) {
    set(set, get(set) & ~bits);
  }

  void fault(Fault fault) {
    set(Cell.FAULT, fault.code);
  }

  /**
   * Returns 64 bits by which worlds are told apart, but not those that differ only in which of some
   * equal actors is which.
   *
   * @param symmetries who takes whose place: each exchanges pairs of actors
   */
  long fingerprint(List<int[]> symmetries) {
    long least = Long.MAX_VALUE;
    for (int[] places : symmetries) {
      least = Math.min(least, fingerprint(places));
    }
    return least == 0 ? 1 : least;
  }

  private long fingerprint(int[] places) {
    long hash = 0x9E3779B97F4A7C15L;
    for (int at = 0; at < ACTORS; at++) {
      hash = mix(hash, cells[at]);
    }
    for (int actor : places) {
      for (int register = 0; register < REGISTERS; register++) {
        hash = mix(hash, cells[ACTORS + actor * REGISTERS + register]);
      }
    }
    for (int at = log; at < cells.length; at++) {
      boolean run = (at - log) % Entry.CELLS == Entry.RUN;
      hash = mix(hash, run ? exchanged(cells[at], places) : cells[at]);
    }
    return hash;
  }

  private static int exchanged(int run, int[] places) {
    int actor = run % Actor.ACTORS;
    return run == Scenario.OLD_RUN ? run : run - actor + places[actor];
  }

  private static long mix(long hash, int cell) {
    long mixed = (hash ^ cell) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 32);
  }
}
