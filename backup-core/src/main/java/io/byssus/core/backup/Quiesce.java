package io.byssus.core.backup;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Brings an application to rest while a backup reads its data.
 *
 * <p>{@code before} runs before the source is opened; {@code after} as soon as all has been read,
 * while the rest is still being uploaded. When {@code before} has succeeded, {@code after} runs
 * exactly once, also when the backup fails or is cancelled; if a source that gives nothing keeps a
 * cancelled reading from ending, a second later. {@code onFailure} is told when {@code before}, the
 * reading or {@code after} fails; there is no snapshot then. In the rare case that the source has
 * to be compared again because another process took data away, all of it happens again.
 *
 * <p>Each callback runs on a thread of its own and has a time limit. One that takes longer is
 * interrupted, and the backup fails; should {@code before} succeed all the same later on, {@code
 * after} follows it at once, so that nothing stays locked.
 *
 * <pre>{@code
 * repository.backup(source)
 *     .quiesce(Quiesce.before(database::lock).after(database::unlock).timeout(Duration.ofSeconds(30)))
 *     .run();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Quiesce {
  /** An application that does not come to rest in a minute should not be waited for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  private final Step before;
  private final Step after;
  private final Consumer<? super Throwable> onFailure;
  private final Duration timeout;

  private Quiesce(
      Step before, Step after, Consumer<? super Throwable> onFailure, Duration timeout) {
    this.before = Objects.requireNonNull(before, "before");
    this.after = Objects.requireNonNull(after, "after");
    this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
    this.timeout = timeout;
  }

  /** What the application does. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does it.
     *
     * @throws Exception if it fails; then the backup does
     */
    void run() throws Exception;
  }

  /** Returns callbacks of which the first brings the application to rest. */
  public static Quiesce before(Step rest) {
    return new Quiesce(rest, () -> {}, failure -> {}, DEFAULT_TIMEOUT);
  }

  /** Returns callbacks of which one lets the application go on. */
  public Quiesce after(Step goOn) {
    return new Quiesce(before, goOn, onFailure, timeout);
  }

  /**
   * Returns callbacks of which one is told of a failure. What it throws is added to the failure.
   */
  public Quiesce onFailure(Consumer<? super Throwable> listener) {
    return new Quiesce(before, after, listener, timeout);
  }

  /**
   * Returns callbacks that may take so long each.
   *
   * @param limit more than zero; {@link #DEFAULT_TIMEOUT} if this is not called
   * @throws IllegalArgumentException if it is not
   */
  public Quiesce timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a time limit is more than zero, not " + limit);
    }
    return new Quiesce(before, after, onFailure, limit);
  }

  /** Returns what brings the application to rest. */
  public Step before() {
    return before;
  }

  /** Returns what lets the application go on. */
  public Step after() {
    return after;
  }

  /** Returns what is told of a failure. */
  public Consumer<? super Throwable> onFailure() {
    return onFailure;
  }

  /** Returns how long each may take. */
  public Duration timeout() {
    return timeout;
  }
}
