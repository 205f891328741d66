package io.byssus.core.backup;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.Omission;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a backup did, with figures. */
public final class BackupReport {
  private final SnapshotId snapshot;
  private final @Nullable SnapshotId parent;
  private final String origin;
  private final BackupStrategy strategy;
  private final long filesNew;
  private final long filesChanged;
  private final long filesUnmodified;
  private final long directories;
  private final long excluded;
  private final DataSize bytesProcessed;
  private final DataSize bytesNew;
  private final DataSize bytesStored;
  private final long packsResumed;
  private final DataSize bytesResumed;
  private final Duration duration;
  private final List<BackupProblem> problems;
  private final List<Omission> notKept;

  private BackupReport(Builder builder) {
    this.snapshot = Objects.requireNonNull(builder.snapshot, "snapshot");
    this.parent = builder.parent;
    this.origin = Objects.requireNonNull(builder.origin, "origin");
    this.strategy = builder.strategy;
    this.filesNew = builder.filesNew;
    this.filesChanged = builder.filesChanged;
    this.filesUnmodified = builder.filesUnmodified;
    this.directories = builder.directories;
    this.excluded = builder.excluded;
    this.bytesProcessed = builder.bytesProcessed;
    this.bytesNew = builder.bytesNew;
    this.bytesStored = builder.bytesStored;
    this.packsResumed = builder.packsResumed;
    this.bytesResumed = builder.bytesResumed;
    this.duration = builder.duration;
    this.problems = List.copyOf(builder.problems);
    this.notKept = List.copyOf(builder.notKept);
  }

  /** Starts a report. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the snapshot that was stored. */
  public SnapshotId snapshot() {
    return snapshot;
  }

  /** Returns the snapshot that it was compared with, if any. */
  public Optional<SnapshotId> parent() {
    return Optional.ofNullable(parent);
  }

  /** Returns the origin of the snapshot. */
  public String origin() {
    return origin;
  }

  /** Returns the strategy that was used. */
  public BackupStrategy strategy() {
    return strategy;
  }

  /** Returns how many files the parent did not have. */
  public long filesNew() {
    return filesNew;
  }

  /** Returns how many files differ from the parent's. */
  public long filesChanged() {
    return filesChanged;
  }

  /** Returns how many files are as in the parent, and were not opened. */
  public long filesUnmodified() {
    return filesUnmodified;
  }

  /** Returns how many directories there are. */
  public long directories() {
    return directories;
  }

  /**
   * Returns how many entries were left out because the source was asked to; what is below one is
   * not counted.
   */
  public long excluded() {
    return excluded;
  }

  /** Returns the size of all files, read or not. */
  public DataSize bytesProcessed() {
    return bytesProcessed;
  }

  /** Returns the size of the content that the repository did not have, before compression. */
  public DataSize bytesNew() {
    return bytesNew;
  }

  /** Returns how much was written to the store, everything included. */
  public DataSize bytesStored() {
    return bytesStored;
  }

  /**
   * Returns in how many packs of runs that never ended it found content that it had read: of
   * backups that were cut short, or that are under way.
   */
  public long packsResumed() {
    return packsResumed;
  }

  /** Returns how large the packs of runs that never ended are: so much was there already. */
  public DataSize bytesResumed() {
    return bytesResumed;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /** Returns what went wrong with single entries. */
  public List<BackupProblem> problems() {
    return problems;
  }

  /**
   * Returns what entries have, or may have, beside their content that is not in the snapshot, such
   * as an extended attribute that could not be read. It does not make a backup incomplete.
   */
  public List<Omission> notKept() {
    return notKept;
  }

  /**
   * Returns whether everything that was there to be read is in the snapshot: whether no problem is
   * {@link BackupProblem.Kind#UNREADABLE UNREADABLE} or {@link BackupProblem.Kind#MISSING MISSING}.
   * Files that vanished or changed meanwhile don't count; who minds them looks at the problems.
   */
  public boolean complete() {
    return problems.stream().noneMatch(BackupProblem::makesIncomplete);
  }

  @Override
  public String toString() {
    return "snapshot "
        + snapshot.abbreviated()
        + ": "
        + filesNew
        + " new, "
        + filesChanged
        + " changed, "
        + filesUnmodified
        + " unmodified files, "
        + bytesProcessed
        + " processed, "
        + bytesStored
        + " stored"
        + (packsResumed == 0
            ? ""
            : ", " + bytesResumed + " in " + packsResumed + " packs of runs that did not end")
        + " in "
        + duration.toMillis()
        + " ms, "
        + problems.size()
        + " problems";
  }

  /** Collects the figures of a {@link BackupReport}. */
  public static final class Builder {
    private @Nullable SnapshotId snapshot;
    private @Nullable SnapshotId parent;
    private @Nullable String origin;
    private BackupStrategy strategy = BackupStrategy.INCREMENTAL;
    private long filesNew;
    private long filesChanged;
    private long filesUnmodified;
    private long directories;
    private long excluded;
    private DataSize bytesProcessed = DataSize.ZERO;
    private DataSize bytesNew = DataSize.ZERO;
    private DataSize bytesStored = DataSize.ZERO;
    private long packsResumed;
    private DataSize bytesResumed = DataSize.ZERO;
    private Duration duration = Duration.ZERO;
    private List<BackupProblem> problems = List.of();
    private List<Omission> notKept = List.of();

    private Builder() {}

    /** Sets the snapshot, and the one it was compared with. */
    public Builder snapshot(SnapshotId id, @Nullable SnapshotId comparedWith) {
      this.snapshot = id;
      this.parent = comparedWith;
      return this;
    }

    /** Sets origin and strategy. */
    public Builder origin(String name, BackupStrategy used) {
      this.origin = name;
      this.strategy = used;
      return this;
    }

    /** Sets the numbers of files, and of directories. */
    public Builder entries(long added, long changed, long unmodified, long directoryCount) {
      this.filesNew = added;
      this.filesChanged = changed;
      this.filesUnmodified = unmodified;
      this.directories = directoryCount;
      return this;
    }

    /** Sets how many entries were left out. */
    public Builder excluded(long count) {
      this.excluded = count;
      return this;
    }

    /** Sets the amounts of data. */
    public Builder bytes(DataSize processed, DataSize added, DataSize stored) {
      this.bytesProcessed = processed;
      this.bytesNew = added;
      this.bytesStored = stored;
      return this;
    }

    /** Sets what was found of runs that never ended. */
    public Builder resumed(long packs, DataSize size) {
      this.packsResumed = packs;
      this.bytesResumed = size;
      return this;
    }

    /** Sets the time it took. */
    public Builder duration(Duration time) {
      this.duration = time;
      return this;
    }

    /** Sets the problems. */
    public Builder problems(List<BackupProblem> found) {
      this.problems = found;
      return this;
    }

    /** Sets what is not kept. */
    public Builder notKept(List<Omission> omitted) {
      this.notKept = omitted;
      return this;
    }

    /** Returns the report. */
    public BackupReport build() {
      return new BackupReport(this);
    }
  }
}
