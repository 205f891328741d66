package io.byssus.core.internal.engine;

import io.byssus.core.retention.Retention;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshots;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies a policy to a repository. */
public final class RetentionOperation implements Retention {
  private final OpenRepository repository;
  private final RetentionPolicy policy;
  private @Nullable Snapshots chosen;

  /** Applies a policy to all snapshots. */
  public RetentionOperation(OpenRepository repository, RetentionPolicy policy) {
    this.repository = repository;
    this.policy = Objects.requireNonNull(policy, "policy");
  }

  @Override
  public Retention of(Snapshots chosen) {
    this.chosen = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public RetentionPlan plan() {
    return new PlannedRetention(
        repository, policy, chosen, repository.settings().clock().instant());
  }
}
