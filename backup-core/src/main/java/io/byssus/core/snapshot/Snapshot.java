package io.byssus.core.snapshot;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a source at a moment, as the repository knows it. Immutable; equal by its id. */
public final class Snapshot {
  /** The most characters of the reason for a pin. */
  public static final int MAX_PIN_REASON = 1_000;

  private final SnapshotId id;
  private final Instant time;
  private final String origin;
  private final String host;
  private final List<String> paths;
  private final List<String> tags;
  private final String description;
  private final String strategy;
  private final @Nullable SnapshotId parent;
  private final long files;
  private final DataSize size;
  private final @Nullable String pin;
  private final @Nullable WriteOnlyHost writtenBy;

  private Snapshot(Builder builder) {
    this.id = builder.id;
    this.time = builder.time;
    this.origin = builder.origin;
    this.host = builder.host;
    this.paths = List.copyOf(builder.paths);
    this.tags = List.copyOf(builder.tags);
    this.description = builder.description;
    this.strategy = builder.strategy;
    this.parent = builder.parent;
    this.files = builder.files;
    this.size = builder.size;
    this.pin = builder.pin;
    this.writtenBy = builder.writtenBy;
  }

  /** Starts a snapshot with an id. */
  public static Builder builder(SnapshotId id) {
    return new Builder(id);
  }

  /** Returns its id. */
  public SnapshotId id() {
    return id;
  }

  /** Returns when the backup started, by the clock of the machine that made it. */
  public Instant time() {
    return time;
  }

  /** Returns what it is of. */
  public String origin() {
    return origin;
  }

  /** Returns the host that was backed up. */
  public String host() {
    return host;
  }

  /** Returns the paths that were backed up. */
  public List<String> paths() {
    return paths;
  }

  /** Returns its tags. */
  public List<String> tags() {
    return tags;
  }

  /** Returns its description, which may be empty. */
  public String description() {
    return description;
  }

  /** Returns the strategy that made it: full, incremental or differential. */
  public String strategy() {
    return strategy;
  }

  /** Returns the snapshot that it was compared with when it was made, if any. */
  public Optional<SnapshotId> parent() {
    return Optional.ofNullable(parent);
  }

  /** Returns how many files are in it. */
  public long files() {
    return files;
  }

  /** Returns the size of all its files. */
  public DataSize size() {
    return size;
  }

  /**
   * Returns the host with a write-only key that made it; nothing if a full holder of keys did. All
   * else that the snapshot says of itself is its maker's word.
   */
  public Optional<WriteOnlyHost> writtenBy() {
    return Optional.ofNullable(writtenBy);
  }

  /** Returns why it is pinned, so that it can't be forgotten; nothing if it is not. */
  public Optional<String> pinned() {
    return Optional.ofNullable(pin);
  }

  /** Starts a snapshot with all that this one has. */
  public Builder toBuilder() {
    return new Builder(id)
        .time(time)
        .of(origin, host, paths)
        .tagged(tags, description)
        .made(strategy, parent)
        .holds(files, size)
        .pinned(pin)
        .writtenBy(writtenBy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.abbreviated() + " " + time + " " + origin;
  }

  /** Collects the fields of a {@link Snapshot}. */
  public static final class Builder {
    private final SnapshotId id;
    private Instant time = Instant.EPOCH;
    private String origin = "";
    private String host = "";
    private List<String> paths = List.of();
    private List<String> tags = List.of();
    private String description = "";
    private String strategy = "";
    private @Nullable SnapshotId parent;
    private long files;
    private DataSize size = DataSize.ZERO;
    private @Nullable String pin;
    private @Nullable WriteOnlyHost writtenBy;

    private Builder(SnapshotId id) {
      this.id = Objects.requireNonNull(id, "id");
    }

    /** Sets the time. */
    public Builder time(Instant started) {
      this.time = started;
      return this;
    }

    /** Sets origin, host and paths. */
    public Builder of(String originName, String hostName, List<String> pathTexts) {
      this.origin = originName;
      this.host = hostName;
      this.paths = pathTexts;
      return this;
    }

    /** Sets tags and description. */
    public Builder tagged(List<String> tagNames, String words) {
      this.tags = tagNames;
      this.description = words;
      return this;
    }

    /** Sets how it was made. */
    public Builder made(String strategyName, @Nullable SnapshotId comparedWith) {
      this.strategy = strategyName;
      this.parent = comparedWith;
      return this;
    }

    /** Sets how much is in it. */
    public Builder holds(long fileCount, DataSize total) {
      this.files = fileCount;
      this.size = total;
      return this;
    }

    /** Sets why it is pinned, or with {@code null} that it is not. */
    public Builder pinned(@Nullable String reason) {
      this.pin = reason;
      return this;
    }

    /** Sets the host with a write-only key that made it, or with {@code null} that none did. */
    public Builder writtenBy(@Nullable WriteOnlyHost host) {
      this.writtenBy = host;
      return this;
    }

    /** Returns the snapshot. */
    public Snapshot build() {
      return new Snapshot(this);
    }
  }
}
