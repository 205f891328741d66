package io.byssus.core.internal.log.model;

/** What a writer does with what it stored. */
enum Writing {
  /** It commits everything with its snapshot. */
  AT_ONCE,
  /** It may ADD what it stored before it commits. */
  IN_PARTS,
  /** It only adds a copy of chunks that are there, as a repack does. */
  COPIES,
  /** Its snapshot takes the place of the first one, as that of a repair does. */
  AMENDS
}
