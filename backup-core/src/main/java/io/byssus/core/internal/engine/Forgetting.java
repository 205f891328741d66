package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.SnapshotPinnedException;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.retention.ForgetReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes snapshots out of what the log says, in entries of bounded size. What may go is asked anew
 * for each state that an entry would follow.
 */
public final class Forgetting {
  private final OpenRepository repository;
  private final List<SnapshotId> wanted;

  /**
   * Prepares to forget snapshots.
   *
   * @param wanted which ones, each once or more often
   */
  public Forgetting(OpenRepository repository, Collection<SnapshotId> wanted) {
    this.repository = repository;
    this.wanted = wanted.stream().distinct().toList();
  }

  /**
   * Forgets all of them, or none if one of them is not there or may not go.
   *
   * @throws SnapshotNotFoundException if one is not there
   * @throws SnapshotPinnedException if one is pinned; of more than an entry takes, those of entries
   *     before it may be forgotten if it was pinned meanwhile
   */
  public ForgetReport run() {
    LogState state = repository.state();
    for (SnapshotId id : wanted) {
      if (!state.snapshots().containsKey(id)) {
        throw new SnapshotNotFoundException(
            "there is no snapshot " + id.hex() + " in " + repository.location());
      }
    }
    requireNonePinned(state);
    return run(this::requireNonePinned);
  }

  private Set<SnapshotId> requireNonePinned(LogState tail) {
    for (SnapshotId id : wanted) {
      StoredSnapshot stored = tail.snapshots().get(id);
      if (stored != null && stored.pinned()) {
        throw new SnapshotPinnedException(
            "snapshot " + id.abbreviated() + " is pinned: " + stored.pin());
      }
    }
    return tail.snapshots().keySet();
  }

  /**
   * Forgets those that may go.
   *
   * @param mayGo is given a state, and throws or returns which snapshots may go in it
   */
  ForgetReport run(Function<LogState, Set<SnapshotId>> mayGo) {
    return repository.audited("forget", () -> forget(mayGo), report -> null);
  }

  private ForgetReport forget(Function<LogState, Set<SnapshotId>> mayGo) {
    LogState state = repository.state();
    Set<SnapshotId> forgotten = new HashSet<>();
    for (int from = 0; from < wanted.size(); from += Change.Forget.MOST) {
      int to = Math.min(wanted.size(), from + Change.Forget.MOST);
      List<SnapshotId> part = wanted.subList(from, to);
      List<SnapshotId> going = new ArrayList<>();
      state =
          repository
              .log()
              .append(
                  state,
                  tail -> {
                    WholeLog.require(repository, tail, "forgotten");
                    Set<SnapshotId> may = mayGo.apply(tail);
                    going.clear();
                    part.stream()
                        .filter(id -> tail.snapshots().containsKey(id) && may.contains(id))
                        .forEach(going::add);
                    return going.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Change.Forget(going));
                  });
      forgotten.addAll(going);
    }
    Set<SnapshotId> there = state.snapshots().keySet();
    return ForgetReport.builder()
        .forgotten(wanted.stream().filter(forgotten::contains).toList())
        .gone(wanted.stream().filter(id -> !forgotten.contains(id) && !there.contains(id)).toList())
        .spared(wanted.stream().filter(there::contains).toList())
        .build();
  }
}
