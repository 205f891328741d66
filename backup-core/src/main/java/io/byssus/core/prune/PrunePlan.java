package io.byssus.core.prune;

import io.byssus.api.DataSize;

/** What a prune would do, to be printed. Immutable. */
public final class PrunePlan {
  private final long packsGoing;
  private final long packsUnknown;
  private final DataSize bytesGoing;
  private final long packsCondemned;
  private final DataSize bytesCondemned;
  private final long packsToRepack;
  private final DataSize bytesToRepack;
  private final DataSize bytesToStore;
  private final DataSize bytesLeft;
  private final DataSize bytesUnused;
  private final long packsOfEarlierEpochs;
  private final DataSize bytesOfEarlierEpochs;

  private PrunePlan(Builder builder) {
    this.packsGoing = builder.packsGoing;
    this.packsUnknown = builder.packsUnknown;
    this.bytesGoing = builder.bytesGoing;
    this.packsCondemned = builder.packsCondemned;
    this.bytesCondemned = builder.bytesCondemned;
    this.packsToRepack = builder.packsToRepack;
    this.bytesToRepack = builder.bytesToRepack;
    this.bytesToStore = builder.bytesToStore;
    this.bytesLeft = builder.bytesLeft;
    this.bytesUnused = builder.bytesUnused;
    this.packsOfEarlierEpochs = builder.packsOfEarlierEpochs;
    this.bytesOfEarlierEpochs = builder.bytesOfEarlierEpochs;
  }

  /** Starts a plan. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how many packs no snapshot needs, and may go. */
  public long packsGoing() {
    return packsGoing;
  }

  /** Returns how many of those were left by runs that were cut short before the log knew them. */
  public long packsUnknown() {
    return packsUnknown;
  }

  /** Returns what those packs, and index segments that nobody knows, take. */
  public DataSize bytesGoing() {
    return bytesGoing;
  }

  /** Returns how many packs were decided to go by an earlier prune, and are not deleted yet. */
  public long packsCondemned() {
    return packsCondemned;
  }

  /** Returns what those packs take. */
  public DataSize bytesCondemned() {
    return bytesCondemned;
  }

  /** Returns how many packs would be stored anew without their waste. */
  public long packsToRepack() {
    return packsToRepack;
  }

  /** Returns how large those packs are. */
  public DataSize bytesToRepack() {
    return bytesToRepack;
  }

  /** Returns about how much would be stored in their place. */
  public DataSize bytesToStore() {
    return bytesToStore;
  }

  /** Returns about how large the repository would be. */
  public DataSize bytesLeft() {
    return bytesLeft;
  }

  /** Returns how much of that no snapshot would need. */
  public DataSize bytesUnused() {
    return bytesUnused;
  }

  /**
   * Returns how many packs would stay that were sealed in an earlier epoch, because they are new,
   * damaged or more than is to be stored anew; 0 if {@link Prune#reencrypt()} was not asked for.
   */
  public long packsOfEarlierEpochs() {
    return packsOfEarlierEpochs;
  }

  /** Returns what those packs take. */
  public DataSize bytesOfEarlierEpochs() {
    return bytesOfEarlierEpochs;
  }

  @Override
  public String toString() {
    return packsGoing
        + " packs go that no snapshot needs ("
        + bytesGoing
        + "), "
        + packsUnknown
        + " of them of runs that were cut short\n"
        + packsCondemned
        + " packs were decided to go earlier ("
        + bytesCondemned
        + ")\n"
        + packsToRepack
        + " packs are stored anew ("
        + bytesToRepack
        + ", of which "
        + bytesToStore
        + " are needed)\n"
        + bytesLeft
        + " are left, "
        + bytesUnused
        + " of it unused"
        + (packsOfEarlierEpochs == 0
            ? ""
            : ", " + bytesOfEarlierEpochs + " of it sealed in earlier epochs");
  }

  /** Collects the figures of a {@link PrunePlan}. */
  public static final class Builder {
    private long packsGoing;
    private long packsUnknown;
    private DataSize bytesGoing = DataSize.ZERO;
    private long packsCondemned;
    private DataSize bytesCondemned = DataSize.ZERO;
    private long packsToRepack;
    private DataSize bytesToRepack = DataSize.ZERO;
    private DataSize bytesToStore = DataSize.ZERO;
    private DataSize bytesLeft = DataSize.ZERO;
    private DataSize bytesUnused = DataSize.ZERO;
    private long packsOfEarlierEpochs;
    private DataSize bytesOfEarlierEpochs = DataSize.ZERO;

    private Builder() {}

    /** Sets what no snapshot needs. */
    public Builder going(long packsGoing, long packsUnknown, DataSize bytesGoing) {
      this.packsGoing = packsGoing;
      this.packsUnknown = packsUnknown;
      this.bytesGoing = bytesGoing;
      return this;
    }

    /** Sets what was decided earlier. */
    public Builder condemned(long packsCondemned, DataSize bytesCondemned) {
      this.packsCondemned = packsCondemned;
      this.bytesCondemned = bytesCondemned;
      return this;
    }

    /** Sets what would be stored anew. */
    public Builder repack(long packsToRepack, DataSize bytesToRepack, DataSize bytesToStore) {
      this.packsToRepack = packsToRepack;
      this.bytesToRepack = bytesToRepack;
      this.bytesToStore = bytesToStore;
      return this;
    }

    /** Sets what there would be. */
    public Builder left(DataSize bytesLeft, DataSize bytesUnused) {
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

    /** Returns the plan. */
    public PrunePlan build() {
      return new PrunePlan(this);
    }
  }
}
