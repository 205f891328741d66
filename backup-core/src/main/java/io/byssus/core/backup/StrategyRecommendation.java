package io.byssus.core.backup;

import io.byssus.api.DataSize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the next backup of an origin should compare with, why, and the figures that say so.
 *
 * <p>Incremental is the rule: every snapshot restores on its own and nothing is stored twice, so
 * that another strategy makes a repository neither safer to restore from nor larger. What the
 * others buy is trust in the source: a full backup reads every file, and so notices a file whose
 * content changed without a trace in its size and times (a failing disk, a tool that sets times
 * back), and stores again what the repository lost. A differential one reads what changed since the
 * last full one. Immutable.
 */
public final class StrategyRecommendation {
  private final BackupStrategy strategy;
  private final String reason;
  private final long snapshots;
  private final long snapshotsSinceFull;
  private final @Nullable Instant lastFull;
  private final DataSize size;
  private final DataSize changedSinceLast;
  private final DataSize changedSinceFull;
  private final long damages;

  private StrategyRecommendation(Builder builder) {
    this.strategy = Objects.requireNonNull(builder.strategy, "strategy");
    this.reason = builder.reason;
    this.snapshots = builder.snapshots;
    this.snapshotsSinceFull = builder.snapshotsSinceFull;
    this.lastFull = builder.lastFull;
    this.size = builder.size;
    this.changedSinceLast = builder.changedSinceLast;
    this.changedSinceFull = builder.changedSinceFull;
    this.damages = builder.damages;
  }

  /** Starts a recommendation. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what is recommended. */
  public BackupStrategy strategy() {
    return strategy;
  }

  /** Returns why, in a sentence. */
  public String reason() {
    return reason;
  }

  /** Returns how many snapshots the origin has. */
  public long snapshots() {
    return snapshots;
  }

  /** Returns how many were made after the last for which every file was read. */
  public long snapshotsSinceFull() {
    return snapshotsSinceFull;
  }

  /** Returns when every file was read last, if such a snapshot is there. */
  public Optional<Instant> lastFull() {
    return Optional.ofNullable(lastFull);
  }

  /** Returns the size of the files in the last snapshot. */
  public DataSize size() {
    return size;
  }

  /** Returns the size of the files that the last snapshot has and the one before it has not. */
  public DataSize changedSinceLast() {
    return changedSinceLast;
  }

  /** Returns the size of the files that the last snapshot has and the last full one has not. */
  public DataSize changedSinceFull() {
    return changedSinceFull;
  }

  /** Returns how many parts of the repository are known to be damaged or missing. */
  public long damages() {
    return damages;
  }

  /** Returns the recommendation, its reason and its figures, for people. */
  @Override
  public String toString() {
    return strategy + ": " + reason + " (" + figures() + ")";
  }

  /** Returns the figures, for people. */
  public String figures() {
    return snapshots
        + " snapshots, "
        + snapshotsSinceFull
        + " since every file was read"
        + (lastFull == null ? "" : " at " + lastFull)
        + "; of "
        + size
        + " changed "
        + changedSinceLast
        + " from one snapshot to the next, "
        + changedSinceFull
        + " since the full one; "
        + damages
        + " damages";
  }

  /** Collects the figures of a {@link StrategyRecommendation}. */
  public static final class Builder {
    private @Nullable BackupStrategy strategy;
    private String reason = "";
    private long snapshots;
    private long snapshotsSinceFull;
    private @Nullable Instant lastFull;
    private DataSize size = DataSize.ZERO;
    private DataSize changedSinceLast = DataSize.ZERO;
    private DataSize changedSinceFull = DataSize.ZERO;
    private long damages;

    private Builder() {}

    /** Sets how many snapshots there are, and parts that are damaged. */
    public Builder found(long snapshotCount, long damageCount) {
      this.snapshots = snapshotCount;
      this.damages = damageCount;
      return this;
    }

    /** Sets when every file was read last, and how many snapshots were made since. */
    public Builder full(@Nullable Instant time, long since) {
      this.lastFull = time;
      this.snapshotsSinceFull = since;
      return this;
    }

    /** Sets how much there is, and how much of it changed. */
    public Builder changes(DataSize total, DataSize sinceLast, DataSize sinceFull) {
      this.size = total;
      this.changedSinceLast = sinceLast;
      this.changedSinceFull = sinceFull;
      return this;
    }

    /** Returns the recommendation. */
    public StrategyRecommendation recommend(BackupStrategy chosen, String why) {
      this.strategy = chosen;
      this.reason = why;
      return new StrategyRecommendation(this);
    }
  }
}
