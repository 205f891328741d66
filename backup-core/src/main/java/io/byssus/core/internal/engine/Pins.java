package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.snapshot.Snapshot;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Pins snapshots, so that they are not forgotten. */
public final class Pins {
  private final OpenRepository repository;

  /** Pins snapshots of a repository. */
  public Pins(OpenRepository repository) {
    this.repository = repository;
  }

  /**
   * Pins a snapshot.
   *
   * @throws IllegalArgumentException if the reason is empty or too long
   * @throws SnapshotNotFoundException if there is no such snapshot
   */
  public void pin(SnapshotId snapshot, String reason) {
    if (reason.isBlank() || reason.length() > Snapshot.MAX_PIN_REASON) {
      throw new IllegalArgumentException(
          "the reason for a pin has 1 to "
              + Snapshot.MAX_PIN_REASON
              + " characters, not "
              + reason.length());
    }
    append(
        "pin",
        snapshot,
        stored ->
            reason.equals(stored.pin())
                ? Optional.empty()
                : Optional.of(new Change.Pin(snapshot, reason)));
  }

  /**
   * Lets a snapshot go that was pinned.
   *
   * @throws SnapshotNotFoundException if there is no such snapshot
   */
  public void unpin(SnapshotId snapshot) {
    append(
        "unpin",
        snapshot,
        stored -> stored.pinned() ? Optional.of(new Change.Unpin(snapshot)) : Optional.empty());
  }

  private void append(
      String operation, SnapshotId snapshot, Function<StoredSnapshot, Optional<Change>> change) {
    Objects.requireNonNull(snapshot, "snapshot");
    repository.audited(
        operation,
        () ->
            repository
                .log()
                .append(repository.state(), tail -> change.apply(stored(tail, snapshot))),
        state -> snapshot);
  }

  private StoredSnapshot stored(LogState tail, SnapshotId snapshot) {
    StoredSnapshot stored = tail.snapshots().get(snapshot);
    if (stored == null) {
      throw new SnapshotNotFoundException(
          "there is no snapshot " + snapshot.hex() + " in " + repository.location());
    }
    return stored;
  }
}
