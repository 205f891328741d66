package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshot;
import java.util.List;

/**
 * Which snapshots stay, by which rules, and which go. {@code toString} prints it, a line for each
 * snapshot.
 *
 * <p>Snapshots whose records can't be read are not in it, and stay. Safe for use by several
 * threads. Not to be implemented by applications: methods will be added.
 */
public interface RetentionPlan {
  /** Returns the groups, in the order of their first snapshots. */
  List<RetentionGroup> groups();

  /** Returns all that stay. */
  default List<Snapshot> kept() {
    return groups().stream().flatMap(group -> group.kept().stream()).toList();
  }

  /** Returns all that go. */
  default List<Snapshot> removed() {
    return groups().stream().flatMap(group -> group.removed().stream()).toList();
  }

  /**
   * Forgets what goes: it can't be listed or restored any more, and its space is given back when
   * the repository is pruned. A restore that has begun goes on.
   *
   * <p>If the repository has changed since the plan was made, the policy is applied again, at the
   * plan's time: what is forgotten is in the plan and goes by what is there now, so that nothing is
   * forgotten that the plan did not show, that was pinned meanwhile, or that stays because others
   * have gone. Running it twice is harmless. If it fails in between, a part is forgotten, and
   * running it again forgets the rest.
   *
   * @return what was forgotten and what was not
   * @throws io.byssus.api.DamagedRepositoryException if log entries are missing or damaged: what
   *     they said is not known, so nothing is forgotten
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost
   */
  ForgetReport run();
}
