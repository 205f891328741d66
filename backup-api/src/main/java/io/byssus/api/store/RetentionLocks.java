package io.byssus.api.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Blobs that nobody can delete before a date, as S3's object lock has them: the capability of a
 * store that takes {@link CreateOptions#lockedFor}.
 *
 * <p>A lock is there from the moment at which its blob is. It can be extended and neither ended nor
 * shortened. {@link BlobStore#delete} leaves what is locked where it is, with a {@link
 * BlobLockedException} in its report. Dates are the store's: a clock that goes back makes locks
 * last longer. How strong a lock is against whom is the store's to say. Implementations are safe
 * for use by many threads.
 */
public interface RetentionLocks extends StoreCapability {
  /**
   * Returns when the lock of a blob ends, or nothing if it never had one. A date in the past means
   * that it has ended.
   *
   * @param key the blob's name
   * @throws BlobNotFoundException if there is no such blob
   * @throws StoreAccessDeniedException if the store refuses
   * @throws StoreUnavailableException if the store could not be asked
   */
  Optional<Instant> lockedUntil(BlobKey key);

  /**
   * Locks a blob for so long from now on, or leaves its lock as it is if that lasts longer. Durable
   * when it returns.
   *
   * @param key the blob's name
   * @param retention how long from now on by the store's clock; more than zero
   * @throws IllegalArgumentException if the retention is not more than zero
   * @throws BlobNotFoundException if there is no such blob
   * @throws StoreAccessDeniedException if the store refuses; the lock is as it was
   * @throws StoreUnavailableException if the store could not be reached; the lock is as it was, or
   *     extended
   */
  void extend(BlobKey key, Duration retention);
}
