package io.byssus.core.restore;

import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Progress;
import io.byssus.api.target.Target;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.target.FileTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Restores a snapshot, or a part of it.
 *
 * <p>Made by {@code BackupRepository.restore}. Every byte is verified before it is written; a file
 * appears under its name when it is whole. Files whose data is damaged are left out and reported,
 * and everything else is restored.
 *
 * <p>Not safe for use by several threads.
 */
public final class Restore {
  private final SnapshotId snapshot;
  private final Operation<RestoreRequest, RestoreReport> operation;
  private final List<String> includes = new ArrayList<>();
  private @Nullable Target target;
  private boolean incompleteAllowed;
  private @Nullable Consumer<? super Progress> onProgress;

  /**
   * Creates a restore; applications get one from {@code BackupRepository.restore}.
   *
   * @param snapshot what to restore
   * @param engine starts the work
   */
  public Restore(SnapshotId snapshot, Function<RestoreRequest, Execution<RestoreReport>> engine) {
    this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    this.operation = new Operation<>("restore", engine);
  }

  /**
   * Restores into a directory, which is made if it is missing. The snapshot's paths go below it:
   * {@code /srv/shop} is restored as {@code directory/srv/shop}.
   */
  public Restore to(Path directory) {
    return to(FileTarget.at(directory));
  }

  /** Restores into a target. It is closed at the end. */
  public Restore to(Target chosen) {
    this.target = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  /**
   * Restores only what matches; may be given several times. A directory that matches is restored
   * with all below it.
   *
   * @param pattern a path such as {@code /srv/shop/orders}, or a pattern such as {@code *.csv}
   * @throws IllegalArgumentException if it is no pattern
   */
  public Restore include(String pattern) {
    includes.add(Objects.requireNonNull(pattern, "pattern"));
    return this;
  }

  /** Accepts that entries can't be restored: they are only reported. */
  public Restore allowIncomplete() {
    this.incompleteAllowed = true;
    return this;
  }

  /**
   * Is told how far the restore is: by one thread at a time, at most ten times a second. What the
   * listener throws is logged, not obeyed.
   */
  public Restore onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Restores and returns when it is done.
   *
   * @throws IncompleteRestoreException if parts were not restored and that was not allowed
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if no target was named, or it was run before
   */
  public RestoreReport run() {
    return operation.run(request());
  }

  /**
   * Starts restoring in the background.
   *
   * @throws IllegalStateException if no target was named, or it was run before
   */
  public Execution<RestoreReport> start() {
    return operation.start(request());
  }

  private RestoreRequest request() {
    if (target == null) {
      throw new IllegalStateException("a restore wants a target: call to(directory) first");
    }
    return new RestoreRequest(snapshot, target, includes, incompleteAllowed, onProgress);
  }
}
