package io.byssus.core.internal.engine;

import io.byssus.api.event.OperationListener;
import io.byssus.core.internal.execution.Job;
import io.byssus.crypto.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an application wants its repository to behave. Immutable. */
public final class RepositorySettings {
  private final OperationListener listener;
  private final int processors;
  private final InstantSource clock;
  private final boolean warmUp;
  private final boolean foreground;
  private final Duration closeLimit;
  private final long addBytes;
  private final Suite suite;
  private final @Nullable Path cacheDirectory;

  private RepositorySettings(Builder builder) {
    this.listener = builder.listener;
    this.processors = builder.processors == null ? byDefault(builder) : builder.processors;
    this.clock = builder.clock;
    this.warmUp = builder.warmUp;
    this.foreground = builder.foreground;
    this.closeLimit = builder.closeLimit;
    this.addBytes = builder.addBytes;
    this.suite = builder.suite;
    this.cacheDirectory = builder.cacheDirectory;
  }

  /** A guest leaves half of them to its host. */
  private static int byDefault(Builder builder) {
    int all = Runtime.getRuntime().availableProcessors();
    return builder.foreground ? all : Math.max(1, all / 2);
  }

  /** Starts settings with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  OperationListener listener() {
    return listener;
  }

  int processors() {
    return processors;
  }

  InstantSource clock() {
    return clock;
  }

  boolean warmUp() {
    return warmUp;
  }

  boolean foreground() {
    return foreground;
  }

  Duration closeLimit() {
    return closeLimit;
  }

  long addBytes() {
    return addBytes;
  }

  Suite suite() {
    return suite;
  }

  @Nullable Path cacheDirectory() {
    return cacheDirectory;
  }

  /** Collects settings. */
  public static final class Builder {
    private OperationListener listener = event -> {};
    private @Nullable Integer processors;
    private InstantSource clock = InstantSource.system();
    private boolean warmUp;
    private boolean foreground;
    private Duration closeLimit = Job.CLOSE_LIMIT;
    private long addBytes = RunIndex.ADD_BYTES;
    private Suite suite = Suite.AES_256_GCM;
    private @Nullable Path cacheDirectory;

    private Builder() {}

    /** Sets who is told of operations. */
    public Builder listener(OperationListener told) {
      this.listener = Objects.requireNonNull(told, "listener");
      return this;
    }

    /** Sets how many processors to keep busy, at least 1; by default, half of them or all. */
    public Builder processors(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("at least one processor is needed, not " + count);
      }
      this.processors = count;
      return this;
    }

    /** Sets where dates come from. */
    public Builder clock(InstantSource source) {
      this.clock = Objects.requireNonNull(source, "clock");
      return this;
    }

    /** Warms the ciphers up while the keys are derived. */
    public Builder warmUp() {
      this.warmUp = true;
      return this;
    }

    /** Sets how long closing waits for what runs. */
    public Builder closeLimit(Duration limit) {
      this.closeLimit = Objects.requireNonNull(limit, "limit");
      return this;
    }

    /** Sets how much a run stores before it enters it into the log: what a kill costs at most. */
    public Builder addBytes(long bytes) {
      this.addBytes = bytes;
      return this;
    }

    /** Sets what seals a repository that is created. */
    public Builder suite(Suite chosen) {
      this.suite = Objects.requireNonNull(chosen, "chosen");
      return this;
    }

    /** Sets where a host that only writes keeps its caches; by default, where the user's are. */
    public Builder cacheDirectory(Path directory) {
      this.cacheDirectory = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /** Lets operations compete with the application on equal terms. */
    public Builder foreground() {
      this.foreground = true;
      return this;
    }

    /** Returns the settings. */
    public RepositorySettings build() {
      return new RepositorySettings(this);
    }
  }
}
