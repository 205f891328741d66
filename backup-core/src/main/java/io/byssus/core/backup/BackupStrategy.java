package io.byssus.core.backup;

/**
 * Which earlier snapshot a backup compares with, to leave unchanged files unread.
 *
 * <p>Every snapshot is complete and restores on its own, and nothing is stored twice, whichever
 * strategy made it. The strategies differ in what is trusted: how long a file that was changed
 * without a trace in its metadata could go unnoticed.
 */
public enum BackupStrategy {
  /** Compares with none: every file is read. */
  FULL,
  /** Compares with the latest snapshot of the origin. */
  INCREMENTAL,
  /** Compares with the latest snapshot of the origin for which every file was read. */
  DIFFERENTIAL
}
