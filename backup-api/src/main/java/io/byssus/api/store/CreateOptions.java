package io.byssus.api.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What else a store should do when it creates a blob, in the same request: a blob must not be there
 * without its lock for a moment. Immutable.
 */
public final class CreateOptions {
  private static final CreateOptions NONE = new CreateOptions(null);

  private final @Nullable Duration retention;

  private CreateOptions(@Nullable Duration retention) {
    this.retention = retention;
  }

  /** Returns the options of a plain create. */
  public static CreateOptions none() {
    return NONE;
  }

  /**
   * Returns options that lock the blob: nobody can delete it for a time. Only for stores with
   * {@link RetentionLocks}; others refuse the create.
   *
   * @param retention how long, from the creation on by the store's clock; more than zero
   * @throws IllegalArgumentException if it is not more than zero
   */
  public static CreateOptions lockedFor(Duration retention) {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException("a lock lasts longer than " + retention);
    }
    return new CreateOptions(retention);
  }

  /** Returns how long the blob is to be locked, if it is. */
  public Optional<Duration> retention() {
    return Optional.ofNullable(retention);
  }

  /**
   * Refuses a lock, for stores that have none: a lock that is silently not set is worse than none.
   *
   * @param store where the blob was to be created
   * @throws UnsupportedOperationException if a lock is wanted
   */
  public void refuseRetention(StoreLocation store) {
    if (retention != null) {
      throw new UnsupportedOperationException(
          "%s has no retention locks: it can't keep a blob for %s"
              .formatted(Objects.requireNonNull(store, "store"), retention));
    }
  }

  @Override
  public String toString() {
    return retention == null ? "CreateOptions[]" : "CreateOptions[locked for " + retention + "]";
  }
}
