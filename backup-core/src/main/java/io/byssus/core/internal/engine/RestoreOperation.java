package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Progress;
import io.byssus.api.target.Target;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.target.FileTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a restore, collected until it runs. */
public final class RestoreOperation implements Restore {

  private final SnapshotId snapshot;
  private final Operation<RestoreRequest, RestoreReport> operation;
  private final List<String> includes = new ArrayList<>();
  private @Nullable Target target;
  private boolean incompleteAllowed;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a restore of a snapshot. */
  public RestoreOperation(OpenRepository repository, SnapshotId snapshot) {
    this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    this.operation =
        new Operation<>("restore", request -> RestoreEngine.start(repository, request));
  }

  @Override
  public Restore to(Path directory) {
    return to(FileTarget.at(directory));
  }

  @Override
  public Restore to(Target chosen) {
    this.target = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public Restore include(String pattern) {
    includes.add(Objects.requireNonNull(pattern, "pattern"));
    return this;
  }

  @Override
  public Restore allowIncomplete() {
    this.incompleteAllowed = true;
    return this;
  }

  @Override
  public Restore onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public RestoreReport run() {
    return operation.run(request());
  }

  @Override
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
