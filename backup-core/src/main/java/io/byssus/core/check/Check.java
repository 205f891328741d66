package io.byssus.core.check;

import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import java.util.function.Consumer;

/**
 * Checks that a repository is whole: that the log, the keys, the index, the packs, the trees and
 * the snapshots agree with each other, and, as far as asked, that the stored data is what was
 * written. Changes nothing.
 *
 * <p>Made by {@code BackupRepository.check}. Damage is in the report, not thrown. Not safe for use
 * by several threads.
 *
 * <p>Not to be implemented by applications: methods will be added.
 */
public interface Check {
  /**
   * Reads and verifies packs too. The default is none. A part of them is drawn by chance, anew at
   * each check.
   *
   * @param part how much of the packs, by number
   */
  Check readData(Fraction part);

  /** Is told how far the check is: by one thread at a time, at most ten times a second. */
  Check onProgress(Consumer<? super Progress> listener);

  /**
   * Checks and returns the report.
   *
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  CheckReport run();

  /**
   * Starts checking in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<CheckReport> start();
}
