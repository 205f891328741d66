package io.byssus.core.check;

import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import io.byssus.core.internal.execution.Operation;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a repository is whole: that the log, the keys, the index, the packs, the trees and
 * the snapshots agree with each other, and, as far as asked, that the stored data is what was
 * written. Changes nothing.
 *
 * <p>Made by {@code BackupRepository.check}. Damage is in the report, not thrown. Not safe for use
 * by several threads.
 */
public final class Check {
  private final Operation<CheckRequest, CheckReport> operation;
  private Fraction readData = new Fraction(0);
  private @Nullable Consumer<? super Progress> onProgress;

  /**
   * Creates a check; applications get one from {@code BackupRepository.check}.
   *
   * @param engine starts the work
   */
  public Check(Function<CheckRequest, Execution<CheckReport>> engine) {
    this.operation = new Operation<>("check", engine);
  }

  /**
   * Reads and verifies packs too. The default is none. A part of them is drawn by chance, anew at
   * each check.
   *
   * @param part how much of the packs, by number
   */
  public Check readData(Fraction part) {
    this.readData = Objects.requireNonNull(part, "part");
    return this;
  }

  /** Is told how far the check is: by one thread at a time, at most ten times a second. */
  public Check onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Checks and returns the report.
   *
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  public CheckReport run() {
    return operation.run(new CheckRequest(readData, onProgress));
  }

  /**
   * Starts checking in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  public Execution<CheckReport> start() {
    return operation.start(new CheckRequest(readData, onProgress));
  }
}
