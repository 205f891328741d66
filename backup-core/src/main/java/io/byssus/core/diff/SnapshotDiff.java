package io.byssus.core.diff;

import io.byssus.api.source.EntryPath;
import io.byssus.core.snapshot.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/**
 * The differences between two snapshots, found when they are asked for.
 *
 * <p>Both are walked side by side, and what is below directories with equal trees is not read: two
 * snapshots that are nearly equal are compared in milliseconds, whatever their size. Contents are
 * compared by the ids of their chunks, without reading them: files that were cut into other chunks
 * (one run's repository had other settings) count as modified. Metadata differ where a restore
 * would: change times, inodes and numbers of hard links are not compared. Held in memory are the
 * entries of the directories on the way to the one at hand.
 *
 * <p>It works in the calling thread and tells of no progress but the differences; interrupting the
 * thread ends it.
 *
 * <p>Made by {@code BackupRepository.diff}. Safe for use by several threads. Not to be implemented
 * by applications: methods will be added.
 */
public interface SnapshotDiff {
  /** Returns the snapshot that is compared with. */
  Snapshot older();

  /** Returns the snapshot that is compared. */
  Snapshot newer();

  /**
   * Returns the differences at and below a path only. Where neither snapshot has the path, there
   * are none.
   */
  SnapshotDiff below(EntryPath path);

  /**
   * Compares, gives each difference to a visitor as it comes, in the order of the paths, and
   * returns the totals. What the visitor throws ends the comparison.
   *
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   */
  DiffTotals forEach(Consumer<? super Difference> visitor);

  /** Compares, and returns all differences in the order of the paths. */
  List<Difference> list();

  /** Compares, and returns the totals. */
  DiffTotals totals();
}
