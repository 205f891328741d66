package io.byssus.core.internal.store;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells a blob that can't be read from a store that can't be: a bad sector, or a file with the
 * wrong owner, costs what it holds and nothing else.
 *
 * <p>A read or a stat that fails is tried once more. If it fails both times, and each time the
 * store gave a byte of another blob, the blob counts as damaged. If the store did not, its failure
 * goes through.
 */
public final class UnreadableBlobStore extends ForwardingStore {
  private static final int ATTEMPTS = 2;

  private final BlobKey witness;

  /**
   * Creates a decorator around a store.
   *
   * @param witness a blob that was read before: whether it can be read tells of the store
   */
  public UnreadableBlobStore(BlobStore store, BlobKey witness) {
    super(store);
    this.witness = witness;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableBlobException if this blob alone can't be read
   */
  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    int start = destination.position();
    tried(
        key,
        () -> {
          destination.position(start);
          super.read(key, offset, destination);
          return destination;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableBlobException if this blob alone can't be looked at
   */
  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    return tried(key, () -> super.stat(key));
  }

  private <T> T tried(BlobKey key, Supplier<T> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (StoreUnavailableException | StoreAccessDeniedException e) {
        if (!answersBeside(key)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new UnreadableBlobException(key, e);
        }
      }
    }
  }

  private boolean answersBeside(BlobKey key) {
    try {
      if (key.equals(witness)) {
        super.stat(witness);
      } else {
        super.read(witness, 0, ByteBuffer.allocate(1));
      }
      return true;
    } catch (BlobNotFoundException | DamagedRepositoryException e) {
      return true;
    } catch (ByssusException e) {
      return false;
    }
  }
}
