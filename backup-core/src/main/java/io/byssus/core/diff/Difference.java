package io.byssus.core.diff;

import io.byssus.api.source.EntryPath;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path at which two snapshots differ. Immutable. */
public final class Difference {
  private final @Nullable SnapshotEntry before;
  private final @Nullable SnapshotEntry after;
  private final Set<Aspect> aspects;

  /** What happened at a path. */
  public enum Change {
    /** Only the newer snapshot has it. */
    ADDED,
    /** Only the older snapshot has it. */
    REMOVED,
    /** Both have it, and it differs in one aspect or several. */
    MODIFIED
  }

  /** In what an entry differs. */
  public enum Aspect {
    /** It is something else now: a directory where a file was. */
    KIND,
    /** A file's bytes, or where a link points to. */
    CONTENT,
    /** Permissions, owner, modification time and whatever else a restore brings back. */
    METADATA
  }

  private Difference(
      @Nullable SnapshotEntry before, @Nullable SnapshotEntry after, Set<Aspect> aspects) {
    this.before = before;
    this.after = after;
    this.aspects = aspects;
  }

  /** Returns the difference that an entry of the newer snapshot makes. */
  public static Difference added(SnapshotEntry entry) {
    return new Difference(null, Objects.requireNonNull(entry, "entry"), Set.of());
  }

  /** Returns the difference that an entry of the older snapshot makes. */
  public static Difference removed(SnapshotEntry entry) {
    return new Difference(Objects.requireNonNull(entry, "entry"), null, Set.of());
  }

  /**
   * Returns the difference between two entries.
   *
   * @param aspects in what they differ; at least one
   */
  public static Difference modified(
      SnapshotEntry before, SnapshotEntry after, Set<Aspect> aspects) {
    return new Difference(before, after, Set.copyOf(EnumSet.copyOf(aspects)));
  }

  /** Returns what happened. */
  public Change change() {
    return before == null ? Change.ADDED : after == null ? Change.REMOVED : Change.MODIFIED;
  }

  /** Returns where. */
  public EntryPath path() {
    return entry().path();
  }

  /** Returns the entry in the newer snapshot, or in the older one where the newer has none. */
  public SnapshotEntry entry() {
    return after != null ? after : Objects.requireNonNull(before);
  }

  /** Returns the entry in the older snapshot. */
  public Optional<SnapshotEntry> before() {
    return Optional.ofNullable(before);
  }

  /** Returns the entry in the newer snapshot. */
  public Optional<SnapshotEntry> after() {
    return Optional.ofNullable(after);
  }

  /** Returns in what a modified entry differs; nothing for others. */
  public Set<Aspect> aspects() {
    return aspects;
  }

  @Override
  public String toString() {
    return change() + " " + path() + (aspects.isEmpty() ? "" : " " + aspects);
  }
}
