package io.byssus.core.internal.pipeline;

/** What a restore does with an entry, given what has its name in the target. */
public enum Verdict {
  /** Writes it: nothing is there, or something else that it may replace. */
  WRITE,
  /** Compares the content of the file that is there, and writes what differs. */
  COMPARE,
  /** Takes the content that is there, and sets the metadata. */
  SAME,
  /** Leaves what is there alone. */
  KEEP
}
