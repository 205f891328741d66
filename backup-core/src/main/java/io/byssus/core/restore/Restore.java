package io.byssus.core.restore;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.target.Target;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Restores a snapshot, or a part of it.
 *
 * <p>Made by {@code BackupRepository.restore}. Every byte is verified before it is written; a file
 * appears under its name when it is whole. Files whose data is damaged are left out and reported,
 * and everything else is restored.
 *
 * <p>Not safe for use by several threads.
 *
 * <p>Not to be implemented by applications: methods will be added.
 */
public interface Restore {
  /**
   * Restores into a directory, which is made if it is missing. The snapshot's paths go below it:
   * {@code /srv/shop} is restored as {@code directory/srv/shop}.
   */
  Restore to(Path directory);

  /** Restores into a target. It is closed at the end. */
  Restore to(Target chosen);

  /**
   * Restores only what matches; may be given several times. A directory that matches is restored
   * with all below it. Directories in which nothing can match are not read: {@code /srv/shop} is
   * restored whole though {@code /srv/mail} is damaged.
   *
   * @param pattern a path such as {@code /srv/shop/orders}, or a pattern such as {@code *.csv};
   *     with a slash at the end, for directories only
   * @throws IllegalArgumentException if it is no pattern
   */
  Restore include(String pattern);

  /** Accepts that entries can't be restored: they are only reported. */
  Restore allowIncomplete();

  /**
   * Is told how far the restore is: by one thread at a time, at most ten times a second. What the
   * listener throws is logged, not obeyed.
   */
  Restore onProgress(Consumer<? super Progress> listener);

  /**
   * Restores and returns when it is done.
   *
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
