package io.byssus.core.restore;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import java.time.Duration;
import java.util.List;

/** What a restore did, with figures. */
public final class RestoreReport {
  private final SnapshotId snapshot;
  private final String target;
  private final long files;
  private final long directories;
  private final long links;
  private final DataSize bytes;
  private final Duration duration;
  private final List<RestoreProblem> problems;

  private RestoreReport(Builder builder) {
    this.snapshot = builder.snapshot;
    this.target = builder.target;
    this.files = builder.files;
    this.directories = builder.directories;
    this.links = builder.links;
    this.bytes = builder.bytes;
    this.duration = builder.duration;
    this.problems = List.copyOf(builder.problems);
  }

  /** Starts a report of a restore of a snapshot into a target. */
  public static Builder of(SnapshotId snapshot, String target) {
    return new Builder(snapshot, target);
  }

  /** Returns the snapshot that was restored from. */
  public SnapshotId snapshot() {
    return snapshot;
  }

  /** Returns where it was restored to, for people. */
  public String target() {
    return target;
  }

  /** Returns how many files were restored. */
  public long files() {
    return files;
  }

  /** Returns how many directories were restored. */
  public long directories() {
    return directories;
  }

  /** Returns how many symbolic links were restored. */
  public long links() {
    return links;
  }

  /** Returns the size of the restored files. */
  public DataSize bytes() {
    return bytes;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /** Returns what went wrong with single entries. */
  public List<RestoreProblem> problems() {
    return problems;
  }

  /** Returns whether everything that was asked for is restored. */
  public boolean complete() {
    return problems.isEmpty();
  }

  @Override
  public String toString() {
    return files
        + " files, "
        + directories
        + " directories, "
        + bytes
        + " restored to "
        + target
        + " in "
        + duration.toMillis()
        + " ms, "
        + problems.size()
        + " problems";
  }

  /** Collects the figures of a {@link RestoreReport}. */
  public static final class Builder {
    private final SnapshotId snapshot;
    private final String target;
    private long files;
    private long directories;
    private long links;
    private DataSize bytes = DataSize.ZERO;
    private Duration duration = Duration.ZERO;
    private List<RestoreProblem> problems = List.of();

    private Builder(SnapshotId snapshot, String target) {
      this.snapshot = snapshot;
      this.target = target;
    }

    /** Sets the numbers of entries. */
    public Builder entries(long fileCount, long directoryCount, long linkCount) {
      this.files = fileCount;
      this.directories = directoryCount;
      this.links = linkCount;
      return this;
    }

    /** Sets the amount of data and the time it took. */
    public Builder figures(DataSize size, Duration time) {
      this.bytes = size;
      this.duration = time;
      return this;
    }

    /** Sets the problems. */
    public Builder problems(List<RestoreProblem> found) {
      this.problems = found;
      return this;
    }

    /** Returns the report. */
    public RestoreReport build() {
      return new RestoreReport(this);
    }
  }
}
