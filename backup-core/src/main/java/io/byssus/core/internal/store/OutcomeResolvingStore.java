package io.byssus.core.internal.store;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds out what became of a create whose answer was lost: if the blob is there with the same
 * bytes, the create succeeded; if it is not there, it is tried again.
 *
 * <p>Bytes decide who created a blob: every container has a fresh salt, so nobody else's are equal.
 */
public final class OutcomeResolvingStore extends ForwardingStore {
  private static final int ATTEMPTS = 4;
  private static final int COMPARED_AT_ONCE = 1 << 20;

  /** Creates a decorator around a store. */
  public OutcomeResolvingStore(BlobStore store) {
    super(store);
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    OutcomeUnknownException lost = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        super.create(key, body, options);
        return;
      } catch (OutcomeUnknownException e) {
        lost = e;
        if (createdAfter(lost, key, body)) {
          return;
        }
      } catch (BlobExistsException e) {
        // After a lost answer the blob may be this call's own.
        if (lost != null && createdAfter(lost, key, body)) {
          return;
        }
        throw e;
      } catch (ByssusException e) {
        throw lost == null ? e : unknown(lost, e);
      }
    }
    throw lost == null ? new OutcomeUnknownException("create of " + key) : lost;
  }

  private boolean createdAfter(OutcomeUnknownException lost, BlobKey key, BlobBody body) {
    try {
      return created(key, body);
    } catch (BlobExistsException e) {
      throw e;
    } catch (ByssusException e) {
      throw unknown(lost, e);
    }
  }

  /** Another failure later does not tell what became of the create whose answer was lost. */
  private static OutcomeUnknownException unknown(OutcomeUnknownException lost, ByssusException e) {
    lost.addSuppressed(e);
    return lost;
  }

  private boolean created(BlobKey key, BlobBody body) {
    Optional<BlobInfo> info = stat(key);
    if (info.isEmpty()) {
      return false;
    }
    if (info.get().length() != body.length() || !sameBytes(key, body)) {
      throw new BlobExistsException(key + " is in " + location() + " with other bytes");
    }
    return true;
  }

  private boolean sameBytes(BlobKey key, BlobBody body) {
    try (InputStream mine = body.open()) {
      for (long at = 0; at < body.length(); ) {
        byte[] expected = mine.readNBytes(COMPARED_AT_ONCE);
        if (expected.length == 0) {
          throw new IOException("it ends after " + at + " of " + body.length() + " bytes");
        }
        ByteBuffer stored = ByteBuffer.allocate(expected.length);
        read(key, at, stored);
        if (!stored.flip().equals(ByteBuffer.wrap(expected))) {
          return false;
        }
        at += expected.length;
      }
      return true;
    } catch (IOException e) {
      throw new StoreUnavailableException("the body of " + key + " can't be read again", e);
    }
  }
}
