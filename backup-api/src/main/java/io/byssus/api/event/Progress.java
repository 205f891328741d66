package io.byssus.api.event;

import io.byssus.api.DataSize;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far an operation is. A snapshot of counters that belong together; immutable.
 *
 * <p>Totals are what is known so far and may grow while the source is still being listed.
 */
public final class Progress {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Phase phase;
  private final long files;
  private final long filesTotal;
  private final long bytes;
  private final long bytesTotal;
  private final Duration elapsed;
  private final boolean totalsFinal;

  private Progress(Builder builder) {
    this.phase = builder.phase;
    this.files = builder.files;
    this.filesTotal = builder.filesTotal;
    this.bytes = builder.bytes;
    this.bytesTotal = builder.bytesTotal;
    this.elapsed = builder.elapsed;
    this.totalsFinal = builder.totalsFinal;
  }

  /**
   * Starts a progress in a phase.
   *
   * @param phase what the operation is doing
   */
  public static Builder in(Phase phase) {
    return new Builder(phase);
  }

  /** Returns what the operation is doing. */
  public Phase phase() {
    return phase;
  }

  /** Returns how many files (or, in a check, stored objects; while looking, entries) are done. */
  public long files() {
    return files;
  }

  /** Returns how many files there are, as far as known. */
  public long filesTotal() {
    return filesTotal;
  }

  /** Returns how much data is done. */
  public DataSize bytes() {
    return DataSize.ofBytes(bytes);
  }

  /** Returns how much data there is, as far as known. */
  public DataSize bytesTotal() {
    return DataSize.ofBytes(bytesTotal);
  }

  /** Returns the time since the operation started. */
  public Duration elapsed() {
    return elapsed;
  }

  /** Returns the mean throughput so far, in bytes per second. */
  public double bytesPerSecond() {
    double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
    return seconds > 0 ? bytes / seconds : 0;
  }

  /** Returns an estimate of the time that is left, once the totals are known. */
  public Optional<Duration> remaining() {
    if (!totalsFinal || bytes <= 0 || bytesTotal < bytes) {
      return Optional.empty();
    }
    double share = (double) (bytesTotal - bytes) / bytes;
    return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * share)));
  }

  @Override
  public String toString() {
    String rate = DataSize.ofBytes((long) bytesPerSecond()).toString();
    return phase
        + ": "
        + files
        + "/"
        + filesTotal
        + " files, "
        + bytes()
        + " of "
        + bytesTotal()
        + ", "
        + rate
        + "/s";
  }

  /** Collects the figures of a {@link Progress}. */
  public static final class Builder {
    private final Phase phase;
    private long files;
    private long filesTotal;
    private long bytes;
    private long bytesTotal;
    private Duration elapsed = Duration.ZERO;
    private boolean totalsFinal;

    private Builder(Phase phase) {
      this.phase = Objects.requireNonNull(phase, "phase");
    }

    /**
     * Sets the files done.
     *
     * @param done how many are done
     * @param total how many there are, as far as known
     */
    public Builder files(long done, long total) {
      this.files = done;
      this.filesTotal = total;
      return this;
    }

    /**
     * Sets the bytes done.
     *
     * @param done how many are done
     * @param total how many there are, as far as known
     */
    public Builder bytes(long done, long total) {
      this.bytes = done;
      this.bytesTotal = total;
      return this;
    }

    /** Sets the time since the start. */
    public Builder elapsed(Duration time) {
      this.elapsed = time;
      return this;
    }

    /** Says that the totals will not grow any more, so that an estimate means something. */
    public Builder totalsFinal() {
      this.totalsFinal = true;
      return this;
    }

    /** Returns the progress. */
    public Progress build() {
      return new Progress(this);
    }
  }
}
