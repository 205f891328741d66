package io.byssus.core.internal.log.model;

/** What a pruner may do beside what every pruner does. */
enum Habit {
  /** Marks again before what is condemned was deleted, as with a grace period. */
  MARKS_EARLY,
  /** Releases a mark, as after a tree that can't be read. */
  GIVES_UP,
  /** Merges segments. */
  MERGES,
  /** Also tries marks that make little sense. */
  MARKS_ANYTHING,
  /** Asks for deletions and goes on without an answer. */
  DOES_NOT_WAIT,
  /** Leaves what is condemned to the prune at the end. */
  LEAVES_SWEEPING
}
