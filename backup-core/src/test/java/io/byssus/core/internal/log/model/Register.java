package io.byssus.core.internal.log.model;

/** What an actor remembers. */
enum Register {
  /** Where it is in its program. */
  STEP(0),
  /** Which run of the actor this is: a restarted one is another. */
  RUN(1),
  /** Up to which entry it has folded the log. */
  VIEW(2),
  /** Up to which entry it had folded when its run, or its present work, began. */
  SINCE(3),
  /** Writer: packs of its own. Pruner: the mark at hand. Reader: the snapshot. */
  SUBJECT(4),
  /** Writer: packs that it relies on. Pruner: packs to mark or to condemn. */
  PACKS(5),
  /** Segments to name, to mark or to condemn. */
  SEGMENTS(6),
  /** Chunks still to store or to read. Pruner: segments to drop. */
  REST(7),
  /** Writer: lost checks. Pruner: rounds. */
  ROUNDS(8);

  /** Its place. */
  final int at;

  Register(int at) {
    this.at = at;
  }
}
