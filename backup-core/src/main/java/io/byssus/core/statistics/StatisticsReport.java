package io.byssus.core.statistics;

import io.byssus.api.DataSize;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What snapshots hold and cost, in all, by origin, by tag and one after the other. Immutable. */
public final class StatisticsReport {
  private final Usage total;
  private final SortedMap<String, Usage> origins;
  private final SortedMap<String, Usage> tags;
  private final List<SnapshotGrowth> growth;
  private final long packs;
  private final DataSize packBytes;

  private StatisticsReport(Builder builder) {
    this.total = builder.total;
    this.origins = Collections.unmodifiableSortedMap(new TreeMap<>(builder.origins));
    this.tags = Collections.unmodifiableSortedMap(new TreeMap<>(builder.tags));
    this.growth = List.copyOf(builder.growth);
    this.packs = builder.packs;
    this.packBytes = builder.packBytes;
  }

  /** Starts a report with the total of all snapshots. */
  public static Builder of(Usage total) {
    return new Builder(total);
  }

  /** Returns the total. */
  public Usage total() {
    return total;
  }

  /**
   * Returns the usage by origin, in the order of names. Chunks that two origins share count for
   * both: the sum may be more than the total.
   */
  public SortedMap<String, Usage> origins() {
    return origins;
  }

  /** Returns the usage by tag, in the order of names; what has several tags counts for each. */
  public SortedMap<String, Usage> tags() {
    return tags;
  }

  /** Returns what each snapshot added to those before it, in the order of their times. */
  public List<SnapshotGrowth> growth() {
    return growth;
  }

  /** Returns how many packs the repository has, whatever uses them. */
  public long packs() {
    return packs;
  }

  /** Returns the size of these packs: nearly all that the repository takes in its store. */
  public DataSize packBytes() {
    return packBytes;
  }

  @Override
  public String toString() {
    return total + ", " + packs + " packs of " + packBytes;
  }

  /** Collects the fields of a {@link StatisticsReport}. */
  public static final class Builder {
    private final Usage total;
    private SortedMap<String, Usage> origins = new TreeMap<>();
    private SortedMap<String, Usage> tags = new TreeMap<>();
    private List<SnapshotGrowth> growth = List.of();
    private long packs;
    private DataSize packBytes = DataSize.ZERO;

    private Builder(Usage total) {
      this.total = total;
    }

    /** Sets the usage by origin and by tag. */
    public Builder groups(SortedMap<String, Usage> byOrigin, SortedMap<String, Usage> byTag) {
      this.origins = byOrigin;
      this.tags = byTag;
      return this;
    }

    /** Sets what each snapshot added. */
    public Builder growth(List<SnapshotGrowth> inOrderOfTime) {
      this.growth = inOrderOfTime;
      return this;
    }

    /** Sets how many packs there are, and their size. */
    public Builder packs(long count, DataSize size) {
      this.packs = count;
      this.packBytes = size;
      return this;
    }

    /** Returns the report. */
    public StatisticsReport build() {
      return new StatisticsReport(this);
    }
  }
}
