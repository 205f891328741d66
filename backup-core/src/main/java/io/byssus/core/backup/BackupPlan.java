package io.byssus.core.backup;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a backup would do, printable: {@link #toString} has a line for each file that would be read.
 *
 * <p>It tells what would be read. How much of that the repository already has, and how well the
 * rest compresses, only the reading tells. Immutable; about 100 bytes of heap for each file that
 * would be read.
 */
public final class BackupPlan {
  private final @Nullable SnapshotId parent;
  private final String origin;
  private final BackupStrategy strategy;
  private final List<PlannedFile> files;
  private final long filesNew;
  private final long filesChanged;
  private final long filesUnmodified;
  private final long directories;
  private final long excluded;
  private final DataSize bytesTotal;
  private final DataSize bytesToRead;
  private final List<BackupProblem> problems;

  private BackupPlan(Builder builder) {
    this.parent = builder.parent;
    this.origin = builder.origin;
    this.strategy = builder.strategy;
    this.files = List.copyOf(builder.files);
    this.filesNew = count(PlannedFile.Change.NEW);
    this.filesChanged = count(PlannedFile.Change.CHANGED);
    this.filesUnmodified = builder.filesUnmodified;
    this.directories = builder.directories;
    this.excluded = builder.excluded;
    this.bytesTotal = builder.bytesTotal;
    this.bytesToRead = builder.bytesToRead;
    this.problems = List.copyOf(builder.problems);
  }

  private long count(PlannedFile.Change change) {
    return files.stream().filter(file -> file.change() == change).count();
  }

  /** Starts a plan. */
  public static Builder of(String origin, BackupStrategy strategy) {
    return new Builder(origin, strategy);
  }

  /** Returns the snapshot that the source was compared with, if any. */
  public Optional<SnapshotId> parent() {
    return Optional.ofNullable(parent);
  }

  /** Returns the origin of the snapshot. */
  public String origin() {
    return origin;
  }

  /** Returns the strategy that would be used. */
  public BackupStrategy strategy() {
    return strategy;
  }

  /** Returns the files that would be read, in the order of names. */
  public List<PlannedFile> files() {
    return files;
  }

  /** Returns how many files the parent does not have. */
  public long filesNew() {
    return filesNew;
  }

  /** Returns how many files differ from the parent's. */
  public long filesChanged() {
    return filesChanged;
  }

  /** Returns how many files are as in the parent, and would not be opened. */
  public long filesUnmodified() {
    return filesUnmodified;
  }

  /** Returns how many directories there are. */
  public long directories() {
    return directories;
  }

  /** Returns how many entries are left out because the source was asked to. */
  public long excluded() {
    return excluded;
  }

  /** Returns the size of all files. */
  public DataSize bytesTotal() {
    return bytesTotal;
  }

  /** Returns the size of the files that would be read. */
  public DataSize bytesToRead() {
    return bytesToRead;
  }

  /** Returns what can't be looked at. */
  public List<BackupProblem> problems() {
    return problems;
  }

  /** Returns what would be done in one line. */
  public String summary() {
    return "would read "
        + filesNew
        + " new and "
        + filesChanged
        + " changed files ("
        + bytesToRead
        + " of "
        + bytesTotal
        + "), "
        + filesUnmodified
        + " unmodified";
  }

  @Override
  public String toString() {
    return files.stream().map(file -> file + "\n").collect(Collectors.joining("", "", summary()));
  }

  /** Collects the figures of a {@link BackupPlan}. */
  public static final class Builder {
    private final String origin;
    private final BackupStrategy strategy;
    private @Nullable SnapshotId parent;
    private List<PlannedFile> files = List.of();
    private long filesUnmodified;
    private long directories;
    private long excluded;
    private DataSize bytesTotal = DataSize.ZERO;
    private DataSize bytesToRead = DataSize.ZERO;
    private List<BackupProblem> problems = List.of();

    private Builder(String origin, BackupStrategy strategy) {
      this.origin = Objects.requireNonNull(origin, "origin");
      this.strategy = Objects.requireNonNull(strategy, "strategy");
    }

    /** Sets the snapshot that the source was compared with. */
    public Builder parent(@Nullable SnapshotId snapshot) {
      this.parent = snapshot;
      return this;
    }

    /** Sets the files that would be read, and their size. */
    public Builder toRead(List<PlannedFile> list, DataSize size) {
      this.files = list;
      this.bytesToRead = size;
      return this;
    }

    /** Sets how much else there is, and the size of all files. */
    public Builder rest(long unmodified, long directoryCount, DataSize total) {
      this.filesUnmodified = unmodified;
      this.directories = directoryCount;
      this.bytesTotal = total;
      return this;
    }

    /** Sets how many entries are left out. */
    public Builder excluded(long count) {
      this.excluded = count;
      return this;
    }

    /** Sets the problems. */
    public Builder problems(List<BackupProblem> found) {
      this.problems = found;
      return this;
    }

    /** Returns the plan. */
    public BackupPlan build() {
      return new BackupPlan(this);
    }
  }
}
