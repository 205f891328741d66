package io.byssus.core.restore;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.core.target.RestoreStrategy;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Restores a snapshot, or a part of it.
 *
 * <p>Made by {@code BackupRepository.restore}. Every byte is verified before it is written. What is
 * in the target already and right is not written again, so that a restore that was stopped is
 * completed by running it once more. Files whose data is damaged are left out and reported, and
 * everything else is restored.
 *
 * <p>Not safe for use by several threads.
 *
 * <p>Not to be implemented by applications: methods will be added.
 */
public interface Restore {
  /**
   * Restores into a directory, which is made if it is missing. The snapshot's paths go below it:
   * {@code /srv/shop} is restored as {@code directory/srv/shop}, unless {@link #from(String) from}
   * says otherwise.
   */
  Restore to(Path directory);

  /** Restores into a target. */
  Restore to(Target chosen);

  /**
   * Restores only what is below a path of the snapshot, which becomes the target's top: after
   * {@code from("/srv/shop")} the snapshot's {@code /srv/shop/orders} is {@code directory/orders}.
   * Of a path that is no directory, this entry alone is restored, into the top.
   *
   * @param path a path in the snapshot
   * @throws IllegalArgumentException if it is no path; the restore throws {@link
   *     io.byssus.api.EntryNotFoundException} if there is none such
   */
  Restore from(String path);

  /** Restores only what is below a path of the snapshot, as {@link #from(String)} says. */
  Restore from(EntryPath path);

  /**
   * Restores only what matches; may be given several times. A directory that matches is restored
   * with all below it. Patterns are of paths in the snapshot, also with {@link #from(String) from}.
   * Directories in which nothing can match are not read: {@code /srv/shop} is restored whole though
   * {@code /srv/mail} is damaged.
   *
   * @param pattern a path such as {@code /srv/shop/orders}, or a pattern such as {@code *.csv};
   *     with a slash at the end, for directories only
   * @throws IllegalArgumentException if it is no pattern
   */
  Restore include(String pattern);

  /**
   * Leaves out what matches, of a directory with all below it, also if it matches an {@link
   * #include}; may be given several times. It is not deleted either.
   *
   * @param pattern a path, or a pattern such as {@code *.tmp}
   * @throws IllegalArgumentException if it is no pattern
   */
  Restore exclude(String pattern);

  /** Sets what happens to what is there; {@link Overwrite#ALWAYS} is the default. */
  Restore overwrite(Overwrite rule);

  /**
   * Deletes what is in the target and not in the snapshot.
   *
   * <p>Only below the paths that were backed up, never beside them; only what include and exclude
   * let through; no link is followed. Where something was left out of a directory, or could not be
   * read, what is not in the snapshot stays, and is counted as kept. That is so in the top of a
   * snapshot of {@code /}, too, of which a snapshot does not say whether it has all. Nothing of the
   * repository is deleted, if it lies in the target. See {@link #plan} for what it would be.
   *
   * @throws io.byssus.api.target.TargetUnwritableException from {@link #run} and {@link #plan} if
   *     the target is the root of a file system: restore a directory {@linkplain #from(String)
   *     from} the snapshot into that directory instead
   */
  Restore deleteExtras();

  /**
   * Sets how files are written; {@link RestoreStrategy#FASTEST} is the default. The most reliable
   * strategy {@linkplain #verify verifies} too.
   */
  Restore strategy(RestoreStrategy chosen);

  /**
   * Reads every file back when it is written, and compares it with the snapshot's chunk ids. The
   * system may answer from its memory what is on its way to the disk.
   */
  Restore verify();

  /** Gives all to the recorded numbers of users and groups, whoever has them on this machine. */
  Restore numericOwners();

  /** Leaves all to the user who restores. */
  Restore withoutOwners();

  /**
   * Accepts no loss of metadata: what can't be kept makes the restore incomplete, rather than only
   * being named in the report.
   */
  Restore requireMetadata();

  /**
   * Takes everything back if the restore fails, is incomplete and that was not {@linkplain
   * #allowIncomplete allowed}, or is cancelled. See {@link
   * io.byssus.core.target.FileTarget#rollbackOnFailure} for how, and for what a kill leaves.
   */
  Restore rollbackOnFailure();

  /** Accepts that entries can't be restored: they are only reported. */
  Restore allowIncomplete();

  /**
   * Is told how far the restore is: by one thread at a time, at most ten times a second. What the
   * listener throws is logged, not obeyed.
   */
  Restore onProgress(Consumer<? super Progress> listener);

  /**
   * Returns what the restore would do, and changes nothing. It can be asked before {@link #run}.
   *
   * @throws IllegalStateException if no target was named
   * @throws IllegalArgumentException if the target can't be looked into
   */
  RestorePlan plan();

  /**
   * Restores and returns when it is done.
   *
   * @throws io.byssus.api.EntryNotFoundException if nothing in the snapshot matches what is
   *     included
   * @throws IncompleteRestoreException if parts were not restored and that was not allowed
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if no target was named, or it was run before
   */
  RestoreReport run();

  /**
   * Starts restoring in the background.
   *
   * @throws IllegalStateException if no target was named, or it was run before
   */
  Execution<RestoreReport> start();
}
