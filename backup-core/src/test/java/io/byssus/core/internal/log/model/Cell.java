package io.byssus.core.internal.log.model;

/** The parts of a world that are neither blobs nor actors nor the log. */
enum Cell {
  /** How many packs were ever named. */
  PACKS(0),
  /** How many segments were ever named. */
  SEGMENTS(1),
  STORED_PACKS(2),
  STORED_SEGMENTS(3),
  /** Requests to delete that are under way. */
  LEAVING_PACKS(4),
  LEAVING_SEGMENTS(5),
  /** How many crashes may still happen. */
  CRASHES(6),
  /** How many answers may still get lost. */
  LOSSES(7),
  /** How many snapshots may still be forgotten. */
  FORGETS(8),
  /** The fault that an actor found. */
  FAULT(9);

  /** Its place. */
  final int at;

  Cell(int at) {
    this.at = at;
  }
}
