package io.byssus.api.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes live: keys to immutable blobs.
 *
 * <p>A blob is written once, whole, and never changed. No reader ever sees part of one. After
 * {@link #create} or {@link #delete} returns, later calls of any client reflect it; blobs that are
 * present throughout a listing are never missed. Implementations are safe for use by many threads
 * and by many processes on one location. The suite in {@code backup-testkit} holds every store to
 * this contract, which {@code docs/store-contract.md} states in full.
 */
public interface BlobStore extends AutoCloseable {
  /** Returns where the store is, without secrets. */
  StoreLocation location();

  /**
   * Creates a blob if there is none with that key. It is durable when this returns.
   *
   * <p>An implementation never repeats a create by itself: a silent repetition would report its own
   * success as 'exists'.
   *
   * @param key the blob's name
   * @param body its bytes
   * @param options what else to do
   * @throws UnsupportedOperationException if the options want what the store has not, such as a
   *     lock; nothing was created
   * @throws BlobExistsException if a blob with that key is there; it is unchanged
   * @throws OutcomeUnknownException if the answer was lost: the blob is either there, whole, or not
   * @throws StoreFullException if there is no room; nothing is left behind
   * @throws StoreAccessDeniedException if the store refuses
   * @throws StoreUnavailableException if the store could not be reached; nothing was created
   */
  void create(BlobKey key, BlobBody body, CreateOptions options);

  /**
   * Fills the rest of a buffer from a blob, or throws.
   *
   * @param key the blob's name
   * @param offset where to start, in bytes from the blob's start
   * @param destination filled from its position to its limit; after an error its content is
   *     undefined
   * @throws BlobNotFoundException if there is no such blob
   * @throws io.byssus.api.DamagedRepositoryException if the blob ends before the buffer is full
   * @throws StoreAccessDeniedException if the store refuses
   * @throws StoreUnavailableException if the store could not be read
   */
  void read(BlobKey key, long offset, ByteBuffer destination);

  /**
   * Returns what is known of a blob, or nothing if there is none.
   *
   * @param key the blob's name
   * @return its key and its length in bytes
   * @throws StoreAccessDeniedException if the store refuses
   * @throws StoreUnavailableException if the store could not be asked: the blob may be there
   */
  Optional<BlobInfo> stat(BlobKey key);

  /**
   * Lists blobs whose keys start with a prefix, in ascending order. One that the store can't look
   * at does not end the listing: it is there {@linkplain BlobInfo#ofUnknownLength without a
   * length}.
   *
   * @param prefix a prefix of whole keys, such as {@code packs/}; empty for all
   * @param after the token of the page before, or {@code null} for the first page
   * @return a page, which may be empty though it is not the last; the store decides its size
   * @throws StoreAccessDeniedException if the store refuses
   * @throws StoreUnavailableException if the store could not be listed
   */
  BlobPage list(String prefix, @Nullable PageToken after);

  /**
   * Deletes blobs. A key that is not there counts as deleted.
   *
   * @param keys the blobs' names, any number
   * @return the keys that may still be there, each with the reason, which is a {@link
   *     BlobLockedException} for those under {@linkplain RetentionLocks a lock}; the others are
   *     gone
   * @throws StoreAccessDeniedException if the store refuses altogether, as one that is {@linkplain
   *     AppendOnly append-only} does
   * @throws StoreUnavailableException if the store could not be reached; some blobs may be gone
   */
  DeleteReport delete(Collection<BlobKey> keys);

  /**
   * Returns a capability of this store, if it has it.
   *
   * @param type the capability's interface
   */
  default <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    return Optional.empty();
  }

  /** Lets go of threads, connections and files. Later calls fail. */
  @Override
  void close();
}
