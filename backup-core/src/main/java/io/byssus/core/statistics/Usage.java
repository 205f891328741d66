package io.byssus.core.statistics;

import io.byssus.api.DataSize;

/** What some snapshots hold and cost. Immutable. */
public final class Usage {
  private final long snapshots;
  private final long files;
  private final DataSize logical;
  private final DataSize unique;
  private final DataSize stored;

  private Usage(Builder builder) {
    this.snapshots = builder.snapshots;
    this.files = builder.files;
    this.logical = builder.logical;
    this.unique = builder.unique;
    this.stored = builder.stored;
  }

  /** Starts a usage of nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how many snapshots there are. */
  public long snapshots() {
    return snapshots;
  }

  /** Returns how many files they have, each snapshot's counted. */
  public long files() {
    return files;
  }

  /** Returns the size of these files: what restoring every snapshot on its own would write. */
  public DataSize logical() {
    return logical;
  }

  /** Returns the size of the distinct chunks, directories included, before compression. */
  public DataSize unique() {
    return unique;
  }

  /**
   * Returns what these chunks take in packs, compressed and sealed. Of chunks that share a record,
   * each has a part of it by its size, so that sums are exact to a byte a chunk. Headers and
   * directories of packs, the index and the log come on top.
   */
  public DataSize stored() {
    return stored;
  }

  /** Returns how many times smaller the distinct chunks are than the files; 1 for nothing. */
  public double deduplicationRatio() {
    return ratio(logical, unique);
  }

  /** Returns how many times smaller the stored chunks are than they were before; 1 for nothing. */
  public double compressionRatio() {
    return ratio(unique, stored);
  }

  private static double ratio(DataSize large, DataSize small) {
    return small.bytes() == 0 ? 1 : (double) large.bytes() / small.bytes();
  }

  @Override
  public String toString() {
    return snapshots
        + " snapshots, "
        + files
        + " files, logical "
        + logical
        + ", unique "
        + unique
        + ", stored "
        + stored;
  }

  /** Collects the fields of a {@link Usage}. */
  public static final class Builder {
    private long snapshots;
    private long files;
    private DataSize logical = DataSize.ZERO;
    private DataSize unique = DataSize.ZERO;
    private DataSize stored = DataSize.ZERO;

    private Builder() {}

    /** Adds a snapshot with files of a size in all. */
    public Builder snapshot(long fileCount, DataSize size) {
      this.snapshots++;
      this.files += fileCount;
      this.logical = logical.plus(size);
      return this;
    }

    /** Sets what the distinct chunks take before and after compression. */
    public Builder chunks(DataSize plain, DataSize inPacks) {
      this.unique = plain;
      this.stored = inPacks;
      return this;
    }

    /** Returns the usage. */
    public Usage build() {
      return new Usage(this);
    }
  }
}
