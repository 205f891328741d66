package io.byssus.core.repair;

import io.byssus.api.DataSize;
import java.time.Duration;
import java.util.List;

/** What a repair did, or would do. Immutable. */
public final class RepairReport {
  private final List<RepairStep> steps;
  private final long packsRead;
  private final DataSize bytesRead;
  private final Duration duration;

  private RepairReport(Builder builder) {
    this.steps = List.copyOf(builder.steps);
    this.packsRead = builder.packsRead;
    this.bytesRead = builder.bytesRead;
    this.duration = builder.duration;
  }

  /** Starts a report. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what was done, in order; nothing if nothing was damaged. */
  public List<RepairStep> steps() {
    return steps;
  }

  /** Returns the steps of a kind. */
  public List<RepairStep> steps(RepairStep.Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).toList();
  }

  /** Returns how many packs were read. */
  public long packsRead() {
    return packsRead;
  }

  /** Returns how much was read. */
  public DataSize bytesRead() {
    return bytesRead;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  @Override
  public String toString() {
    return steps.size() + " steps, " + packsRead + " packs read (" + bytesRead + ")";
  }

  /** Collects a {@link RepairReport}. */
  public static final class Builder {
    private List<RepairStep> steps = List.of();
    private long packsRead;
    private DataSize bytesRead = DataSize.ZERO;
    private Duration duration = Duration.ZERO;

    private Builder() {}

    /** Sets the steps. */
    public Builder steps(List<RepairStep> done) {
      this.steps = done;
      return this;
    }

    /** Sets how much was read. */
    public Builder read(long packs, DataSize bytes) {
      this.packsRead = packs;
      this.bytesRead = bytes;
      return this;
    }

    /** Sets the time it took. */
    public Builder duration(Duration time) {
      this.duration = time;
      return this;
    }

    /** Returns the report. */
    public RepairReport build() {
      return new RepairReport(this);
    }
  }
}
