package io.byssus.core.snapshot;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The snapshots of a repository at the moment it was asked, in the order in which they were
 * committed (clocks of machines may differ, and take no part in it), to be narrowed down and picked
 * from. Immutable.
 */
public final class Snapshots {
  private final List<Snapshot> list;

  /**
   * Creates a set of snapshots; applications get it from {@code BackupRepository.snapshots}.
   *
   * @param snapshots in the order in which they were committed
   */
  public Snapshots(List<Snapshot> snapshots) {
    this.list = List.copyOf(snapshots);
  }

  /** Returns those of an origin. */
  public Snapshots origin(String origin) {
    return where(snapshot -> snapshot.origin().equals(origin));
  }

  /** Returns those with a tag. */
  public Snapshots tag(String tag) {
    return where(snapshot -> snapshot.tags().contains(tag));
  }

  /** Returns those that a condition holds for. */
  public Snapshots where(Predicate<Snapshot> condition) {
    return new Snapshots(list.stream().filter(condition).toList());
  }

  /** Returns them as a list, oldest first. */
  public List<Snapshot> list() {
    return list;
  }

  /** Returns the one that was committed last, if there is any. */
  public Optional<Snapshot> latest() {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
  }

  /**
   * Returns the one that shows best how things were at a time: the latest of those that were begun
   * then or before, and if there is none, the first of those after. Times are those of the machines
   * that made the snapshots; of several with one time it is the one that was committed last.
   */
  public Optional<Snapshot> nearest(Instant time) {
    Optional<Snapshot> before =
        list.stream().filter(s -> !s.time().isAfter(time)).reduce(Snapshots::later);
    return before.isPresent() ? before : list.stream().reduce(Snapshots::earlier);
  }

  private static Snapshot later(Snapshot one, Snapshot committedAfter) {
    return committedAfter.time().isBefore(one.time()) ? one : committedAfter;
  }

  private static Snapshot earlier(Snapshot one, Snapshot committedAfter) {
    return committedAfter.time().isAfter(one.time()) ? one : committedAfter;
  }

  /**
   * Returns the one snapshot whose id starts with a text, or the latest for {@code latest}.
   *
   * @param idOrLatest hexadecimal digits from the start of an id, or {@code latest}
   * @throws SnapshotNotFoundException if there is none, or more than one
   */
  public Snapshot pick(String idOrLatest) {
    if (idOrLatest.equals("latest")) {
      return latest()
          .orElseThrow(
              () -> new SnapshotNotFoundException("there is no snapshot to take the latest of"));
    }
    String prefix = idOrLatest.toLowerCase(Locale.ROOT);
    List<Snapshot> found =
        prefix.isEmpty()
            ? List.of()
            : list.stream().filter(s -> s.id().hex().startsWith(prefix)).toList();
    if (found.size() != 1) {
      throw new SnapshotNotFoundException(
          found.isEmpty()
              ? "no snapshot's id starts with '" + idOrLatest + "'"
              : found.size() + " snapshots' ids start with '" + idOrLatest + "'; give more digits");
    }
    return found.get(0);
  }

  /**
   * Returns the snapshot with an id.
   *
   * @throws SnapshotNotFoundException if there is none
   */
  public Snapshot pick(SnapshotId id) {
    return pick(id.hex());
  }
}
