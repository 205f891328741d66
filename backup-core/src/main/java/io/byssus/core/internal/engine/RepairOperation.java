package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.repair.Repair;
import io.byssus.core.repair.RepairReport;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a repair, collected until it runs. */
public final class RepairOperation implements Repair {
  private final OpenRepository repository;
  private final Operation<RepairRun.Mode, RepairReport> operation;
  private RepairRun.Snapshots snapshots = RepairRun.Snapshots.LEAVE;
  private RepairRun.Entries entries = RepairRun.Entries.LEAVE;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a repair. */
  public RepairOperation(OpenRepository repository) {
    this.repository = repository;
    this.operation = new Operation<>("repair", this::execution);
  }

  @Override
  public Repair amendSnapshots() {
    this.snapshots = RepairRun.Snapshots.AMEND;
    return this;
  }

  @Override
  public Repair voidEntries() {
    this.entries = RepairRun.Entries.VOID;
    return this;
  }

  @Override
  public Repair onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public RepairReport plan() {
    return new Operation<>("plan of a repair", this::execution).run(RepairRun.Mode.PLAN);
  }

  @Override
  public RepairReport run() {
    return operation.run(RepairRun.Mode.RUN);
  }

  @Override
  public Execution<RepairReport> start() {
    return operation.start(RepairRun.Mode.RUN);
  }

  private Execution<RepairReport> execution(RepairRun.Mode mode) {
    RepairRun.Snapshots amended = snapshots;
    RepairRun.Entries settled = entries;
    return repository.start(
        "repair",
        onProgress,
        (meter, cancellation) ->
            repository.audited(
                "repair",
                () -> new RepairRun(repository, mode, amended, settled, meter, cancellation).run(),
                report -> null));
  }
}
