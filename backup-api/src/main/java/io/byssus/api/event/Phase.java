package io.byssus.api.event;

/** What an operation is doing. */
public enum Phase {
  /** Getting ready: folding the log, loading the index. */
  PREPARING,
  /** Reading the source and storing what is new. */
  STORING,
  /** Writing the last packs and the index, and entering the snapshot into the log. */
  COMMITTING,
  /** Writing files into the target. */
  RESTORING,
  /** Comparing the repository's parts with each other. */
  CHECKING_STRUCTURE,
  /** Reading stored data back and verifying it. */
  CHECKING_DATA,
  /** Going through the trees of snapshots: a search, a comparison, a count. */
  LOOKING,
  /**
   * Deleting what no snapshot needs, and storing anew what is left of packs that were mostly waste.
   */
  PRUNING,
  /** Nothing more to do. */
  DONE
}
