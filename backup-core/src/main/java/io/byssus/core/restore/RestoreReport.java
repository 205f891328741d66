package io.byssus.core.restore;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.Omission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a restore did, with figures. */
public final class RestoreReport {
  private final SnapshotId snapshot;
  private final String target;
  private final long files;
  private final long filesUnchanged;
  private final long directories;
  private final long links;
  private final long others;
  private final long kept;
  private final long deleted;
  private final long unreached;
  private final DataSize bytes;
  private final DataSize bytesWritten;
  private final DataSize bytesReused;
  private final DataSize bytesVerified;
  private final Duration duration;
  private final List<RestoreProblem> problems;
  private final long problemCount;
  private final List<Omission> notKept;
  private final Outcome outcome;
  private final @Nullable Missing missing;
  private final List<String> takenBack;

  private RestoreReport(Builder builder) {
    this.snapshot = builder.snapshot;
    this.target = builder.target;
    this.files = builder.files;
    this.filesUnchanged = builder.filesUnchanged;
    this.directories = builder.directories;
    this.links = builder.links;
    this.others = builder.others;
    this.kept = builder.kept;
    this.deleted = builder.deleted;
    this.unreached = builder.unreached;
    this.bytes = builder.bytes;
    this.bytesWritten = builder.bytesWritten;
    this.bytesReused = builder.bytesReused;
    this.bytesVerified = builder.bytesVerified;
    this.duration = builder.duration;
    this.problems = List.copyOf(builder.problems);
    this.problemCount = builder.problemCount;
    this.notKept = List.copyOf(builder.notKept);
    this.outcome = builder.outcome;
    this.missing = builder.missing;
    this.takenBack = List.copyOf(builder.takenBack);
  }

  /**
   * Returns what was taken back before this restore began, because an earlier one with rollback was
   * killed: in words, with what was changed since and is left; empty if there was nothing.
   */
  public List<String> takenBack() {
    return takenBack;
  }

  /** How a restore ended. */
  public enum Outcome {
    /** It went through all of the snapshot that was asked for. */
    FINISHED,
    /** Something stopped it: of what was not reached, the report has no more than the number. */
    STOPPED,
    /**
     * It failed and was taken back: the target is as it was before, so that nothing is counted; the
     * problems are those that it had.
     */
    ROLLED_BACK
  }

  /**
   * What a target lacks of a snapshot after a restore that was stopped: what it did not reach,
   * could not write, or left alone as the {@link Overwrite} rule says.
   *
   * @param files how many files are not as in the snapshot, each name counted
   * @param bytes their size
   */
  public record Missing(long files, DataSize bytes) {}

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

  /** Returns how many files are as in the snapshot now. */
  public long files() {
    return files;
  }

  /** Returns how many of these had the right content already. */
  public long filesUnchanged() {
    return filesUnchanged;
  }

  /** Returns how many directories are as in the snapshot now. */
  public long directories() {
    return directories;
  }

  /** Returns how many symbolic links are as in the snapshot now. */
  public long links() {
    return links;
  }

  /** Returns how many fifos and device nodes are as in the snapshot now. */
  public long others() {
    return others;
  }

  /** Returns how many entries were left as they were, as the {@link Overwrite} rule says. */
  public long kept() {
    return kept;
  }

  /** Returns how many entries were removed; a directory counts as one, with all that was in it. */
  public long deleted() {
    return deleted;
  }

  /**
   * Returns how many entries were not restored because a directory above them was not. The
   * {@linkplain #problems problems} name that directory, unless it was {@linkplain #kept left
   * alone}; what lies below a directory whose data is damaged is not known, and not counted.
   */
  public long unreached() {
    return unreached;
  }

  /** Returns the size of the restored files. */
  public DataSize bytes() {
    return bytes;
  }

  /** Returns how much content was written. */
  public DataSize bytesWritten() {
    return bytesWritten;
  }

  /** Returns how much content was in the target already. */
  public DataSize bytesReused() {
    return bytesReused;
  }

  /** Returns the size of the files that were read back after they were written, and were right. */
  public DataSize bytesVerified() {
    return bytesVerified;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /** Returns what went wrong with single entries: all of it, up to the first ten thousand. */
  public List<RestoreProblem> problems() {
    return problems;
  }

  /** Returns how many things went wrong with single entries. */
  public long problemCount() {
    return problemCount;
  }

  /**
   * Returns what was not kept of entries that are restored otherwise: owners that only root may
   * set, attributes that the file system does not hold, sockets. It does not make a restore
   * incomplete, unless {@link Restore#requireMetadata()} was asked for.
   */
  public List<Omission> notKept() {
    return notKept;
  }

  /** Returns how it ended. */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Returns what is missing after a restore of a whole snapshot that was {@linkplain
   * Outcome#STOPPED stopped}. Of a restore of a part nobody has counted what there is; after any
   * other it is empty too.
   */
  public Optional<Missing> missing() {
    return Optional.ofNullable(missing);
  }

  /** Returns whether everything that was asked for is restored. */
  public boolean complete() {
    return problemCount == 0 && outcome == Outcome.FINISHED;
  }

  @Override
  public String toString() {
    return files
        + " files ("
        + filesUnchanged
        + " unchanged), "
        + directories
        + " directories, "
        + bytes
        + " ("
        + bytesWritten
        + " written) restored to "
        + target
        + " in "
        + duration.toMillis()
        + " ms, "
        + deleted
        + " deleted, "
        + problemCount
        + " problems, "
        + unreached
        + " entries below what was not restored"
        + (outcome == Outcome.FINISHED
            ? ""
            : outcome == Outcome.STOPPED ? "; it was stopped" : "; all of it was taken back")
        + (missing == null
            ? ""
            : ", and " + missing.files() + " files (" + missing.bytes() + ") are missing");
  }

  /** Collects the figures of a {@link RestoreReport}. */
  public static final class Builder {
    private final SnapshotId snapshot;
    private final String target;
    private long files;
    private long filesUnchanged;
    private long directories;
    private long links;
    private long others;
    private long kept;
    private long deleted;
    private long unreached;
    private DataSize bytes = DataSize.ZERO;
    private DataSize bytesWritten = DataSize.ZERO;
    private DataSize bytesReused = DataSize.ZERO;
    private DataSize bytesVerified = DataSize.ZERO;
    private Duration duration = Duration.ZERO;
    private List<RestoreProblem> problems = List.of();
    private long problemCount;
    private List<Omission> notKept = List.of();
    private Outcome outcome = Outcome.FINISHED;
    private @Nullable Missing missing;
    private List<String> takenBack = List.of();

    private Builder(SnapshotId snapshot, String target) {
      this.snapshot = snapshot;
      this.target = target;
    }

    /** Sets the numbers of files, and of those of them whose content was there. */
    public Builder files(long count, long unchanged) {
      this.files = count;
      this.filesUnchanged = unchanged;
      return this;
    }

    /** Sets the numbers of other entries. */
    public Builder entries(long directoryCount, long linkCount, long otherCount) {
      this.directories = directoryCount;
      this.links = linkCount;
      this.others = otherCount;
      return this;
    }

    /** Sets the numbers of entries that were left alone, and of those that were removed. */
    public Builder leftAndDeleted(long keptCount, long deletedCount) {
      this.kept = keptCount;
      this.deleted = deletedCount;
      return this;
    }

    /** Sets the number of entries that lie below a directory that was not restored. */
    public Builder unreached(long count) {
      this.unreached = count;
      return this;
    }

    /** Sets the amounts of data: in all, written, found, and read back. */
    public Builder bytes(DataSize all, DataSize written, DataSize reused, DataSize verified) {
      this.bytes = all;
      this.bytesWritten = written;
      this.bytesReused = reused;
      this.bytesVerified = verified;
      return this;
    }

    /** Sets the time it took. */
    public Builder duration(Duration time) {
      this.duration = time;
      return this;
    }

    /** Sets the first problems, and the number of all. */
    public Builder problems(List<RestoreProblem> first, long count) {
      this.problems = first;
      this.problemCount = count;
      return this;
    }

    /** Sets what was not kept. */
    public Builder notKept(List<Omission> omissions) {
      this.notKept = omissions;
      return this;
    }

    /** Sets how it ended. */
    public Builder outcome(Outcome end) {
      this.outcome = end;
      return this;
    }

    /** Sets what is missing. */
    public Builder missing(Missing lacking) {
      this.missing = lacking;
      return this;
    }

    /** Sets what was taken back first. */
    public Builder takenBack(List<String> told) {
      this.takenBack = told;
      return this;
    }

    /** Returns the report. */
    public RestoreReport build() {
      return new RestoreReport(this);
    }
  }
}
