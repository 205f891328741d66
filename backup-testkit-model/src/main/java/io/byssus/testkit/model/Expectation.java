package io.byssus.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.snapshot.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a repository should hold.
 *
 * <p>What was reported has to be there. What failed may have happened or not, until the repository
 * is {@linkplain #reconcile looked at}; nothing else may have.
 */
final class Expectation {
  private final Map<SnapshotId, Map<String, String>> stored = new LinkedHashMap<>();
  private final Set<SnapshotId> pinned = new HashSet<>();

  /** What a backup that failed may have stored, by its description. */
  private final Map<String, Map<String, String>> attempted = new HashMap<>();

  /** What a forgetting that failed may have forgotten. */
  private final Set<SnapshotId> maybeGone = new HashSet<>();

  /** Whose pin a change that failed may have changed. */
  private @Nullable SnapshotId maybePinned;

  /** Returns the snapshots that should be there, in the order in which they were made. */
  List<SnapshotId> snapshots() {
    return List.copyOf(stored.keySet());
  }

  /** Returns what a snapshot has to restore to. */
  Map<String, String> files(SnapshotId snapshot) {
    return Objects.requireNonNull(stored.get(snapshot));
  }

  boolean isPinned(SnapshotId snapshot) {
    return pinned.contains(snapshot);
  }

  void backingUp(String description, Map<String, String> files) {
    attempted.put(description, files);
  }

  void backedUp(String description, SnapshotId snapshot) {
    stored.put(snapshot, Objects.requireNonNull(attempted.remove(description)));
  }

  void forgetting(Collection<SnapshotId> snapshots) {
    maybeGone.addAll(snapshots);
  }

  void forgotten(Collection<SnapshotId> snapshots) {
    assertThat(maybeGone).as("what is forgotten was to be").containsAll(snapshots);
    stored.keySet().removeAll(snapshots);
  }

  void changingPin(SnapshotId snapshot) {
    maybePinned = snapshot;
  }

  void changedPin(SnapshotId snapshot) {
    togglePin(snapshot);
    maybePinned = null;
  }

  private void togglePin(SnapshotId snapshot) {
    if (!pinned.remove(snapshot)) {
      pinned.add(snapshot);
    }
  }

  /** Finds out what became of what failed. */
  void reconcile(List<Snapshot> listed) {
    Set<SnapshotId> there = new HashSet<>();
    for (Snapshot snapshot : listed) {
      there.add(snapshot.id());
      takeIn(snapshot);
      comparePin(snapshot);
    }
    List<SnapshotId> missing = stored.keySet().stream().filter(id -> !there.contains(id)).toList();
    assertThat(maybeGone).as("what is gone was to be forgotten").containsAll(missing);
    stored.keySet().removeAll(missing);
    attempted.clear();
    maybeGone.clear();
    maybePinned = null;
  }

  private void takeIn(Snapshot snapshot) {
    if (!stored.containsKey(snapshot.id())) {
      Map<String, String> files = attempted.get(snapshot.description());
      assertThat(files).as("a snapshot that nobody made: %s", snapshot).isNotNull();
      stored.put(snapshot.id(), Objects.requireNonNull(files));
    }
  }

  private void comparePin(Snapshot snapshot) {
    if (snapshot.pinned().isPresent() != isPinned(snapshot.id())) {
      assertThat(snapshot.id()).as("a pin that changed by itself").isEqualTo(maybePinned);
      togglePin(snapshot.id());
    }
  }
}
