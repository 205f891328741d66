package io.byssus.core.target;

/** What a restore into files weighs more: its speed, or what a crash can leave behind. */
public enum RestoreStrategy {
  /**
   * A new file is written under a temporary name and appears whole. A file that is there, and
   * agrees with the snapshot in parts, is changed in place: only what differs is written, and who
   * reads it meanwhile sees a mixture. Nothing is forced to the disk. The default.
   *
   * <p>A restore that is killed while it changes a file leaves it with a new modification time, so
   * that the next one compares and completes it.
   */
  FASTEST,
  /**
   * Every file is written under a temporary name, forced to the disk, and renamed into place:
   * before and after, never in between, there is a whole file under its name, also after a power
   * failure. What agrees in a file that is there is copied from it. Directories are forced too.
   */
  MOST_RELIABLE
}
