package io.byssus.core.restore;

/**
 * What a restore does with an entry when its name is taken in the target.
 *
 * <p>A directory is filled in any case; the rule decides whether its metadata becomes the
 * snapshot's. Where the snapshot has a file and the target a directory, it is replaced only if the
 * rule allows it and {@link Restore#deleteExtras() extras} are deleted, for all in it would be
 * lost.
 */
public enum Overwrite {
  /** Leaves what is there. */
  NEVER,
  /** Replaces what was modified before the snapshot's entry was. */
  IF_NEWER,
  /**
   * Replaces what differs; a file of the same size and modification time is taken to be the same.
   * Much faster than {@link #ALWAYS} where most is there already, and wrong only for what was
   * changed by something that reset the time.
   */
  IF_CHANGED,
  /**
   * Replaces what differs, and reads every file that is there to find out. Only what differs is
   * written. The default: after it the target holds what the snapshot holds, whatever was there.
   */
  ALWAYS
}
