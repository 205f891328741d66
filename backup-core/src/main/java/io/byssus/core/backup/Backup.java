package io.byssus.core.backup;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.event.Progress;
import java.util.function.Consumer;

/**
 * Backs a source up into a new snapshot.
 *
 * <p>Made by {@code BackupRepository.backup}, set up by its methods, then {@linkplain #run run} or
 * {@linkplain #start started} once. When it returns, the snapshot is durable and restores on its
 * own. A backup that is cancelled or killed leaves the repository whole, and the next one uses what
 * was already stored.
 *
 * <p>Not safe for use by several threads; backups of one repository may run side by side, in this
 * process and in others.
 *
 * <p>Not to be implemented by applications: methods will be added.
 */
public interface Backup {
  /**
   * Says what the snapshot is of, so that later backups find their parent and retention its group
   * even when host names change. The default is the source's host and roots.
   *
   * @param name 1 to 4,096 characters
   */
  Backup origin(String name);

  /**
   * Adds a tag to the snapshot.
   *
   * @param name 1 to 4,096 characters
   */
  Backup tag(String name);

  /** Describes the snapshot in words. */
  Backup description(String words);

  /** Chooses what to compare with. The default is {@link BackupStrategy#INCREMENTAL}. */
  Backup strategy(BackupStrategy chosen);

  /** Chooses how to compress. The default is {@link Compression#DEFAULT}. */
  Backup compression(Compression chosen);

  /** Accepts that parts of the source can't be read: they are only reported. */
  Backup allowIncomplete();

  /**
   * Is told how far the backup is: by one thread at a time, at most ten times a second. What the
   * listener throws is logged, not obeyed.
   */
  Backup onProgress(Consumer<? super Progress> listener);

  /** Brings the application to rest while the source is read. */
  Backup quiesce(Quiesce callbacks);

  /**
   * Finds out what a backup would do, by listing the source and comparing it with the parent; no
   * file is read, no quiesce callback is called and nothing is stored. May be called several times,
   * and {@link #run} after it looks again.
   *
   * @throws OperationCancelledException if the calling thread was interrupted; its flag stays set
   */
  BackupPlan plan();

  /**
   * Backs up and returns when the snapshot is stored.
   *
   * @throws IncompleteBackupException if the snapshot was stored, but parts of the source could not
   *     be read and that was not allowed
   * @throws io.byssus.api.QuiesceFailedException if a quiesce callback failed or took too long
   * @throws OperationCancelledException if the calling thread was interrupted; its flag stays set
   * @throws IllegalStateException if it was run before
   */
  BackupReport run();

  /**
   * Starts backing up in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<BackupReport> start();
}
