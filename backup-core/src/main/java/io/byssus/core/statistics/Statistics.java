package io.byssus.core.statistics;

import io.byssus.core.snapshot.Snapshots;

/**
 * Counts what snapshots hold and what they cost.
 *
 * <p>Directories are read, contents are not: what a chunk takes is known from the index. A
 * directory that several snapshots share is read once for each total that it counts in: all, its
 * origin, each of its tags. Held in memory are one bit for each chunk and one number for each
 * record of the index.
 *
 * <p>It works in the calling thread, for minutes in a repository of many millions of files, and
 * tells of no progress; interrupting the thread ends it.
 *
 * <p>Made by {@code BackupRepository.statistics}; may be run again. Not safe for use by several
 * threads. Not to be implemented by applications: methods will be added.
 */
public interface Statistics {
  /** Counts these snapshots only. The default is all that there are when it runs. */
  Statistics of(Snapshots snapshots);

  /**
   * Counts.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if one of the snapshots is gone
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read, or a chunk is
   *     not in the index
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   */
  StatisticsReport run();
}
