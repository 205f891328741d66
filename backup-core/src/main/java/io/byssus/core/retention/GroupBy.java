package io.byssus.core.retention;

/** What snapshots have in common that are counted together. */
public enum GroupBy {
  /** What they are of, which stays the same when hosts get other names. */
  ORIGIN,
  /** The host that was backed up. */
  HOST,
  /** The paths that were backed up, in any order. */
  PATHS,
  /** All of their tags, in any order. */
  TAGS
}
