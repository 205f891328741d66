package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.prune.Prune;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneReport;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a prune, collected until it runs. */
public final class PruneOperation implements Prune {
  private final OpenRepository repository;
  private final Operation<PruneRequest, PruneReport> operation;
  private Duration grace = DEFAULT_GRACE;
  private Fraction maxUnused = DEFAULT_MAX_UNUSED;
  private @Nullable DataSize maxRepack;
  private Duration patience = DEFAULT_PATIENCE;
  private PruneRequest.Epochs epochs = PruneRequest.Epochs.LEAVE;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a prune. */
  public PruneOperation(OpenRepository repository) {
    this.repository = repository;
    this.operation = new Operation<>("prune", this::start);
  }

  private Execution<PruneReport> start(PruneRequest request) {
    return repository.start(
        "prune",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "prune",
                () -> new PruneRun(repository, request, meter, cancellation).run(),
                report -> null));
  }

  @Override
  public Prune grace(Duration period) {
    this.grace = requireNotNegative("a grace period", period);
    return this;
  }

  @Override
  public Prune maxUnused(Fraction part) {
    this.maxUnused = Objects.requireNonNull(part, "part");
    return this;
  }

  @Override
  public Prune maxRepack(DataSize size) {
    this.maxRepack = Objects.requireNonNull(size, "size");
    return this;
  }

  @Override
  public Prune patience(Duration time) {
    this.patience = requireNotNegative("patience", time);
    return this;
  }

  private static Duration requireNotNegative(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " is zero or more, not " + time);
    }
    return time;
  }

  @Override
  public Prune reencrypt() {
    this.epochs = PruneRequest.Epochs.RENEW;
    return this;
  }

  @Override
  public Prune onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public PrunePlan plan() {
    return new Operation<PruneRequest, PrunePlan>(
            "plan",
            request ->
                repository.start(
                    "plan",
                    request.onProgress(),
                    (meter, cancellation) ->
                        new PruneRun(repository, request, meter, cancellation).plan()))
        .run(request());
  }

  @Override
  public PruneReport run() {
    return operation.run(request());
  }

  @Override
  public Execution<PruneReport> start() {
    return operation.start(request());
  }

  private PruneRequest request() {
    return new PruneRequest(grace, maxUnused, maxRepack, patience, epochs, onProgress);
  }
}
