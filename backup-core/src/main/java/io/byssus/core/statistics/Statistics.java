package io.byssus.core.statistics;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.core.snapshot.Snapshots;
import java.util.function.Consumer;

/**
 * Counts what snapshots hold and what they cost.
 *
 * <p>Directories are read, contents are not: what a chunk takes is known from the index. A
 * directory that several snapshots share is read once for each total that it counts in: all, its
 * origin, each of its tags. Held in memory are one bit for each chunk and one number for each
 * record of the index.
 *
 * <p>Takes minutes in a repository of many millions of files.
 *
 * <p>Made by {@code BackupRepository.statistics}; used once. Not safe for use by several threads.
 * Not to be implemented by applications: methods will be added.
 */
public interface Statistics {
  /** Counts these snapshots only. The default is all that there are when it runs. */
  Statistics of(Snapshots snapshots);

  /**
   * Is told how many entries were looked at: by one thread at a time, at most ten times a second.
   */
  Statistics onProgress(Consumer<? super Progress> listener);

  /**
   * Counts.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if one of the snapshots is gone
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read, or a chunk is
   *     not in the index
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  StatisticsReport run();

  /**
   * Starts counting in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<StatisticsReport> start();
}
