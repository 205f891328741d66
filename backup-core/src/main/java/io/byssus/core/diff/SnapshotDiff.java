package io.byssus.core.diff;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryPath;
import io.byssus.core.snapshot.Snapshot;
import java.util.ArrayList;
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
 * <p>Made by {@code BackupRepository.diff}; used once. Not safe for use by several threads. Not to
 * be implemented by applications: methods will be added.
 */
public interface SnapshotDiff {
  /** Returns the snapshot that is compared with. */
  Snapshot older();

  /** Returns the snapshot that is compared. */
  Snapshot newer();

  /**
   * Compares what is at and below a path only. Where neither snapshot has the path, there are none.
   */
  SnapshotDiff below(EntryPath path);

  /**
   * Is given each difference as it comes, in the order of the paths, by the thread of the
   * comparison. What the visitor throws ends the comparison.
   */
  SnapshotDiff onDifference(Consumer<? super Difference> visitor);

  /**
   * Is told how many entries were looked at: by one thread at a time, at most ten times a second.
   */
  SnapshotDiff onProgress(Consumer<? super Progress> listener);

  /**
   * Compares, and returns the totals.
   *
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  DiffTotals run();

  /**
   * Starts comparing in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<DiffTotals> start();

  /** Compares, and returns all differences in the order of the paths. */
  default List<Difference> list() {
    List<Difference> differences = new ArrayList<>();
    onDifference(differences::add).run();
    return differences;
  }
}
