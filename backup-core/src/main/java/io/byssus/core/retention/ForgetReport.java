package io.byssus.core.retention;

import io.byssus.api.SnapshotId;
import java.util.List;

/** What became of the snapshots that were to be forgotten. Immutable. */
public final class ForgetReport {
  private final List<SnapshotId> forgotten;
  private final List<SnapshotId> gone;
  private final List<SnapshotId> spared;

  private ForgetReport(Builder builder) {
    this.forgotten = List.copyOf(builder.forgotten);
    this.gone = List.copyOf(builder.gone);
    this.spared = List.copyOf(builder.spared);
  }

  /** Starts a report. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns those that were forgotten now. */
  public List<SnapshotId> forgotten() {
    return forgotten;
  }

  /** Returns those that had been forgotten before, by this or by others. */
  public List<SnapshotId> gone() {
    return gone;
  }

  /** Returns those that stay, because the repository has changed since the plan was made. */
  public List<SnapshotId> spared() {
    return spared;
  }

  @Override
  public String toString() {
    return forgotten.size()
        + " snapshots forgotten"
        + (gone.isEmpty() ? "" : ", " + gone.size() + " were gone already")
        + (spared.isEmpty() ? "" : ", " + spared.size() + " stay after all");
  }

  /** Collects the ids of a {@link ForgetReport}. */
  public static final class Builder {
    private List<SnapshotId> forgotten = List.of();
    private List<SnapshotId> gone = List.of();
    private List<SnapshotId> spared = List.of();

    private Builder() {}

    /** Sets those that were forgotten now. */
    public Builder forgotten(List<SnapshotId> ids) {
      this.forgotten = ids;
      return this;
    }

    /** Sets those that were gone already. */
    public Builder gone(List<SnapshotId> ids) {
      this.gone = ids;
      return this;
    }

    /** Sets those that stay after all. */
    public Builder spared(List<SnapshotId> ids) {
      this.spared = ids;
      return this;
    }

    /** Returns the report. */
    public ForgetReport build() {
      return new ForgetReport(this);
    }
  }
}
