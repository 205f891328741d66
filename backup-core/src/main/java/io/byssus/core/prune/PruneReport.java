package io.byssus.core.prune;

import io.byssus.api.DataSize;
import java.time.Duration;
import java.util.List;

/** What a prune took away, and what is left. Immutable. */
public final class PruneReport {
  private final long packsDeleted;
  private final DataSize bytesDeleted;
  private final long packsWaiting;
  private final DataSize bytesWaiting;
  private final long packsRepacked;
  private final DataSize bytesRepacked;
  private final DataSize bytesStored;
  private final long packsLeft;
  private final DataSize bytesLeft;
  private final DataSize bytesUnused;
  private final long packsOfEarlierEpochs;
  private final DataSize bytesOfEarlierEpochs;
  private final Duration duration;
  private final List<PruneProblem> problems;

  private PruneReport(Builder builder) {
    this.packsDeleted = builder.packsDeleted;
    this.bytesDeleted = builder.bytesDeleted;
    this.packsWaiting = builder.packsWaiting;
    this.bytesWaiting = builder.bytesWaiting;
    this.packsRepacked = builder.packsRepacked;
    this.bytesRepacked = builder.bytesRepacked;
    this.bytesStored = builder.bytesStored;
    this.packsLeft = builder.packsLeft;
    this.bytesLeft = builder.bytesLeft;
    this.bytesUnused = builder.bytesUnused;
    this.packsOfEarlierEpochs = builder.packsOfEarlierEpochs;
    this.bytesOfEarlierEpochs = builder.bytesOfEarlierEpochs;
    this.duration = builder.duration;
    this.problems = List.copyOf(builder.problems);
  }

  /** Starts a report. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how many packs were deleted. */
  public long packsDeleted() {
    return packsDeleted;
  }

  /** Returns what was deleted, packs and index segments. */
  public DataSize bytesDeleted() {
    return bytesDeleted;
  }

  /**
   * Returns how many packs are decided to go, and will be deleted when the grace period is over.
   */
  public long packsWaiting() {
    return packsWaiting;
  }

  /** Returns what will be deleted when the grace period is over. */
  public DataSize bytesWaiting() {
    return bytesWaiting;
  }

  /** Returns how many packs were stored anew without their waste. */
  public long packsRepacked() {
    return packsRepacked;
  }

  /** Returns how large those packs were. */
  public DataSize bytesRepacked() {
    return bytesRepacked;
  }

  /** Returns how much was stored in their place. */
  public DataSize bytesStored() {
    return bytesStored;
  }

  /** Returns how many packs there are now that count. */
  public long packsLeft() {
    return packsLeft;
  }

  /** Returns how large they are. */
  public DataSize bytesLeft() {
    return bytesLeft;
  }

  /** Returns how much of that no snapshot needs. */
  public DataSize bytesUnused() {
    return bytesUnused;
  }

  /**
   * Returns how many packs count that were sealed in an earlier epoch; 0 if {@link
   * Prune#reencrypt()} was not asked for. If they are not new or damaged, the next one that does
   * stores them anew.
   */
  public long packsOfEarlierEpochs() {
    return packsOfEarlierEpochs;
  }

  /** Returns what those packs take. */
  public DataSize bytesOfEarlierEpochs() {
    return bytesOfEarlierEpochs;
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /**
   * Returns what could not be deleted, such as what the store keeps under a lock; the next prune
   * tries again.
   */
  public List<PruneProblem> problems() {
    return problems;
  }

  /** Returns whether all was deleted that was to be. */
  public boolean complete() {
    return problems.isEmpty();
  }

  @Override
  public String toString() {
    return packsDeleted
        + " packs deleted ("
        + bytesDeleted
        + "), "
        + packsRepacked
        + " stored anew, "
        + (packsWaiting == 0
            ? ""
            : packsWaiting
                + " to be deleted when the grace period is over ("
                + bytesWaiting
                + "), ")
        + packsLeft
        + " left ("
        + bytesLeft
        + ", "
        + bytesUnused
        + " of it unused"
        + (packsOfEarlierEpochs == 0
            ? ")"
            : ", " + bytesOfEarlierEpochs + " of it sealed in earlier epochs)")
        + (problems.isEmpty() ? "" : ", " + problems.size() + " not deleted");
  }

  /** Collects the figures of a {@link PruneReport}. */
  public static final class Builder {
    private long packsDeleted;
    private DataSize bytesDeleted = DataSize.ZERO;
    private long packsWaiting;
    private DataSize bytesWaiting = DataSize.ZERO;
    private long packsRepacked;
    private DataSize bytesRepacked = DataSize.ZERO;
    private DataSize bytesStored = DataSize.ZERO;
    private long packsLeft;
    private DataSize bytesLeft = DataSize.ZERO;
    private DataSize bytesUnused = DataSize.ZERO;
    private long packsOfEarlierEpochs;
    private DataSize bytesOfEarlierEpochs = DataSize.ZERO;
    private Duration duration = Duration.ZERO;
    private List<PruneProblem> problems = List.of();

    private Builder() {}

    /** Sets what was deleted. */
    public Builder deleted(long packsDeleted, DataSize bytesDeleted) {
      this.packsDeleted = packsDeleted;
      this.bytesDeleted = bytesDeleted;
      return this;
    }

    /** Sets what is decided and not deleted yet. */
    public Builder waiting(long packsWaiting, DataSize bytesWaiting) {
      this.packsWaiting = packsWaiting;
      this.bytesWaiting = bytesWaiting;
      return this;
    }

    /** Sets what was stored anew. */
    public Builder repacked(long packsRepacked, DataSize bytesRepacked, DataSize bytesStored) {
      this.packsRepacked = packsRepacked;
      this.bytesRepacked = bytesRepacked;
      this.bytesStored = bytesStored;
      return this;
    }

    /** Sets what there is now. */
    public Builder left(long packsLeft, DataSize bytesLeft, DataSize bytesUnused) {
      this.packsLeft = packsLeft;
      this.bytesLeft = bytesLeft;
      this.bytesUnused = bytesUnused;
      return this;
    }

    /** Sets what of it was sealed in an earlier epoch. */
    public Builder ofEarlierEpochs(long packsOfEarlierEpochs, DataSize bytesOfEarlierEpochs) {
      this.packsOfEarlierEpochs = packsOfEarlierEpochs;
      this.bytesOfEarlierEpochs = bytesOfEarlierEpochs;
      return this;
    }

    /** Sets the time it took. */
    public Builder duration(Duration duration) {
      this.duration = duration;
      return this;
    }

    /** Sets what could not be deleted. */
    public Builder problems(List<PruneProblem> problems) {
      this.problems = problems;
      return this;
    }

    /** Returns the report. */
    public PruneReport build() {
      return new PruneReport(this);
    }
  }
}
