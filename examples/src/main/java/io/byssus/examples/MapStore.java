package io.byssus.examples;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A store of one's own in a hundred lines: blobs in a map that the application gives.
 *
 * <p>It keeps the contract of {@link BlobStore} as far as a map can: its test runs the suite of
 * {@code backup-testkit}. Safe for use by several threads.
 */
public final class MapStore implements BlobStore {
  /** What one answer holds; a network store has such a limit too. */
  private static final int PAGE_SIZE = 1000;

  private final ConcurrentNavigableMap<BlobKey, byte[]> blobs;
  private volatile boolean closed;

  /**
   * Creates a client of a map.
   *
   * @param blobs where the blobs are; may be shared by several clients
   */
  public MapStore(ConcurrentNavigableMap<BlobKey, byte[]> blobs) {
    this.blobs = Objects.requireNonNull(blobs, "blobs");
  }

  @Override
  public StoreLocation location() {
    return new StoreLocation("map:");
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    requireOpen();
    options.refuseRetention(location());
    byte[] bytes = bytesOf(key, body);
    if (blobs.putIfAbsent(key, bytes) != null) {
      throw new BlobExistsException(key + " is already there");
    }
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    requireOpen();
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is not negative: " + offset);
    }
    byte[] bytes = blobs.get(key);
    if (bytes == null) {
      throw new BlobNotFoundException("no blob " + key);
    }
    if (offset + destination.remaining() > bytes.length) {
      throw new DamagedRepositoryException(key + " ends after " + bytes.length + " bytes");
    }
    destination.put(bytes, (int) offset, destination.remaining());
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    requireOpen();
    return Optional.ofNullable(blobs.get(key)).map(bytes -> BlobInfo.of(key, bytes.length));
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    requireOpen();
    ConcurrentNavigableMap<BlobKey, byte[]> rest =
        after == null ? blobs : blobs.tailMap(BlobKey.of(after.value()), false);
    List<BlobInfo> page =
        rest.entrySet().stream()
            .filter(blob -> blob.getKey().value().startsWith(prefix))
            .limit(PAGE_SIZE)
            .map(blob -> BlobInfo.of(blob.getKey(), blob.getValue().length))
            .toList();
    return page.size() < PAGE_SIZE
        ? BlobPage.last(page)
        : BlobPage.of(page, new PageToken(page.get(PAGE_SIZE - 1).key().value()));
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    requireOpen();
    keys.forEach(blobs::remove);
    return DeleteReport.allGone();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private static byte[] bytesOf(BlobKey key, BlobBody body) {
    byte[] bytes;
    try (InputStream in = body.open()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new StoreUnavailableException("the body of " + key + " can't be read: " + e, e);
    }
    if (bytes.length != body.length() || BlobBody.of(bytes).crc32c() != body.crc32c()) {
      throw new IllegalArgumentException("the body of " + key + " is not what it announced");
    }
    return bytes;
  }
}
