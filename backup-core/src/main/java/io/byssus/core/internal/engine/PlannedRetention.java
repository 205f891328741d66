package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionDecision;
import io.byssus.core.retention.RetentionGroup;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy said of a repository at a moment. */
final class PlannedRetention implements RetentionPlan {
  private final OpenRepository repository;
  private final RetentionPolicy policy;
  private final @Nullable Set<Snapshot> others;
  private final Instant now;
  private final List<RetentionGroup> groups;

  PlannedRetention(
      OpenRepository repository, RetentionPolicy policy, @Nullable Snapshots chosen, Instant now) {
    this.repository = repository;
    this.policy = policy;
    this.now = now;
    Snapshots all = repository.snapshots();
    this.others = chosen == null ? null : others(all, chosen);
    this.groups = apply(all);
  }

  private static Set<Snapshot> others(Snapshots all, Snapshots chosen) {
    Set<Snapshot> others = new HashSet<>(all.list());
    chosen.list().forEach(others::remove);
    return others;
  }

  /** What came after the plan counts, so that nothing goes that stays with it. */
  private List<RetentionGroup> apply(Snapshots all) {
    Set<Snapshot> left = others;
    return policy.apply(left == null ? all : all.where(s -> !left.contains(s)), now);
  }

  @Override
  public List<RetentionGroup> groups() {
    return groups;
  }

  @Override
  public ForgetReport run() {
    List<SnapshotId> shown = removed().stream().map(Snapshot::id).toList();
    return new Forgetting(repository, shown).run(this::goingBy);
  }

  private Set<SnapshotId> goingBy(LogState tail) {
    return apply(repository.snapshots(tail)).stream()
        .flatMap(group -> group.removed().stream())
        .map(Snapshot::id)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (RetentionGroup group : groups) {
      text.append(group).append(":\n");
      for (RetentionDecision decision : group.decisions()) {
        text.append("  ").append(decision).append('\n');
      }
    }
    return text.append(kept().size())
        .append(" snapshots stay, ")
        .append(removed().size())
        .append(" go by the policy: ")
        .append(policy)
        .toString();
  }
}
