package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshot;
import java.util.List;

/**
 * What a policy says of one snapshot.
 *
 * @param snapshot which one
 * @param reasons why it stays, such as {@code last 3} and {@code daily 2026-11-20}; none if it goes
 */
public record RetentionDecision(Snapshot snapshot, List<String> reasons) {
  /** Copies the list. */
  public RetentionDecision {
    reasons = List.copyOf(reasons);
  }

  /** Returns whether it stays. */
  public boolean kept() {
    return !reasons.isEmpty();
  }

  @Override
  public String toString() {
    return (kept() ? "keep " : "remove ")
        + snapshot
        + (kept() ? " (" + String.join(", ", reasons) + ")" : "");
  }
}
