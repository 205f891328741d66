package io.byssus.core.check;

import io.byssus.api.DataSize;
import java.time.Duration;
import java.util.List;

/** What a check looked at and what it found. */
public final class CheckReport {
  private final long snapshots;
  private final long packs;
  private final long packsRead;
  private final DataSize bytesRead;
  private final Duration duration;
  private final List<Finding> findings;

  private CheckReport(Builder builder) {
    this.snapshots = builder.snapshots;
    this.packs = builder.packs;
    this.packsRead = builder.packsRead;
    this.bytesRead = builder.bytesRead;
    this.duration = builder.duration;
    this.findings = List.copyOf(builder.findings);
  }

  /** Starts a report. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how many snapshots were checked. */
  public long snapshots() {
    return snapshots;
  }

  /** Returns how many packs there are. */
  public long packs() {
    return packs;
  }

  /** Returns how many packs were read and verified. */
  public long packsRead() {
    return packsRead;
  }

  /** Returns how much stored data was read and verified. */
  public DataSize bytesRead() {
    return bytesRead;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /** Returns everything that was found, errors and warnings. */
  public List<Finding> findings() {
    return findings;
  }

  /** Returns the findings that mean damage. */
  public List<Finding> errors() {
    return findings.stream().filter(f -> f.severity() == Finding.Severity.ERROR).toList();
  }

  /** Returns whether no damage was found. */
  public boolean healthy() {
    return errors().isEmpty();
  }

  @Override
  public String toString() {
    return snapshots
        + " snapshots, "
        + packs
        + " packs, "
        + packsRead
        + " read ("
        + bytesRead
        + ") in "
        + duration.toMillis()
        + " ms: "
        + (healthy() ? "no errors" : errors().size() + " errors");
  }

  /** Collects the figures of a {@link CheckReport}. */
  public static final class Builder {
    private long snapshots;
    private long packs;
    private long packsRead;
    private DataSize bytesRead = DataSize.ZERO;
    private Duration duration = Duration.ZERO;
    private List<Finding> findings = List.of();

    private Builder() {}

    /** Sets how much there is. */
    public Builder counted(long snapshotCount, long packCount) {
      this.snapshots = snapshotCount;
      this.packs = packCount;
      return this;
    }

    /** Sets how much was read. */
    public Builder read(long packCount, DataSize bytes) {
      this.packsRead = packCount;
      this.bytesRead = bytes;
      return this;
    }

    /** Sets the time it took. */
    public Builder duration(Duration time) {
      this.duration = time;
      return this;
    }

    /** Sets the findings. */
    public Builder findings(List<Finding> found) {
      this.findings = found;
      return this;
    }

    /** Returns the report. */
    public CheckReport build() {
      return new CheckReport(this);
    }
  }
}
