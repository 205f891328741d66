package io.byssus.core.internal.log.model;

/** What must not happen, seen by an actor. */
enum Fault {
  NONE(0),
  /** A writer that holds did not get its commit. */
  STARVED(1),
  /** A live snapshot could not be restored. */
  UNREADABLE(2),
  /** A snapshot that was reported as stored was written over. */
  OVERWRITTEN(3);

  /** How a world notes it. */
  final int code;

  Fault(int code) {
    this.code = code;
  }

  private static final Fault[] FAULTS = values();

  static Fault of(World world) {
    return FAULTS[world.get(Cell.FAULT)];
  }
}
