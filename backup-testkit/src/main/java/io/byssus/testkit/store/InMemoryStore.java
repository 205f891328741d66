package io.byssus.testkit.store;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobLockedException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreCapability;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A blob store in memory, for tests: it keeps the whole contract but durability.
 *
 * <p>Listings come in small pages ({@value #DEFAULT_PAGE_SIZE} blobs unless told otherwise), so
 * that callers who forget about pages are found out. {@link #sameBlobs()} opens a second client of
 * the same blobs; {@link #named} shares them by a name within the JVM, as the URI {@code mem:NAME}
 * does. A key that is a directory of another key is refused, as on a file system. It has retention
 * locks, and clients that are {@linkplain #appendOnly() append-only}.
 *
 * <p>Safe for use by many threads.
 */
public final class InMemoryStore implements BlobStore {
  /** Small, so that any test with more than a handful of blobs meets a second page. */
  public static final int DEFAULT_PAGE_SIZE = 10;

  private static final ConcurrentMap<String, Blobs> NAMED = new ConcurrentHashMap<>();

  private final Blobs blobs;
  private final int pageSize;
  private final InstantSource clock;
  private final Deleting deleting;
  private volatile boolean closed;

  private InMemoryStore(Blobs blobs, int pageSize, InstantSource clock, Deleting deleting) {
    this.blobs = blobs;
    this.pageSize = pageSize;
    this.clock = clock;
    this.deleting = deleting;
  }

  private static InMemoryStore clientOf(Blobs blobs) {
    return new InMemoryStore(blobs, DEFAULT_PAGE_SIZE, InstantSource.system(), Deleting.ALLOWED);
  }

  /** Returns a client of a new, empty place of its own. */
  public static InMemoryStore create() {
    return clientOf(new Blobs("mem:"));
  }

  /**
   * Returns a client of the place with a name, which is made when first asked for and lasts as long
   * as the JVM or until {@link #forget}.
   *
   * @param name any text
   */
  public static InMemoryStore named(String name) {
    return clientOf(NAMED.computeIfAbsent(name, key -> new Blobs("mem:" + key)));
  }

  /**
   * Lets the next {@link #named} start with an empty place; clients that are open keep theirs.
   *
   * @param name the place's name
   */
  public static void forget(String name) {
    NAMED.remove(name);
  }

  /** Returns a second, open client of the same blobs. */
  public InMemoryStore sameBlobs() {
    return new InMemoryStore(blobs, pageSize, clock, deleting);
  }

  /**
   * Returns an open client of the same blobs with another page size.
   *
   * @param blobsOnPage how many blobs a page of a listing has, at least 1
   */
  public InMemoryStore withPageSize(int blobsOnPage) {
    if (blobsOnPage < 1) {
      throw new IllegalArgumentException("a page has at least one blob: " + blobsOnPage);
    }
    return new InMemoryStore(blobs, blobsOnPage, clock, deleting);
  }

  /**
   * Returns an open client of the same blobs with another clock.
   *
   * @param other dates what the client creates, and says when a lock begins and has ended
   */
  public InMemoryStore withClock(InstantSource other) {
    return new InMemoryStore(blobs, pageSize, other, deleting);
  }

  /** Returns an open client of the same blobs that may not delete, as an append-only store. */
  public InMemoryStore appendOnly() {
    return new InMemoryStore(blobs, pageSize, clock, Deleting.REFUSED);
  }

  @Override
  public StoreLocation location() {
    return new StoreLocation(blobs.location);
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    checkOpen();
    blobs.create(key, bytesOf(key, body), clock.instant(), options.retention());
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    checkOpen();
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is not negative: " + offset);
    }
    byte[] bytes = blobs.byKey.get(key.value());
    if (bytes == null) {
      throw new BlobNotFoundException("no blob " + key + " in " + blobs.location);
    }
    if (offset > bytes.length - destination.remaining()) {
      throw new DamagedRepositoryException(
          "%s has %d bytes, wanted %d from %d"
              .formatted(key, bytes.length, destination.remaining(), offset));
    }
    destination.put(bytes, (int) offset, destination.remaining());
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    checkOpen();
    return Optional.ofNullable(blobs.byKey.get(key.value())).map(bytes -> blobs.info(key, bytes));
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    checkOpen();
    Map<String, byte[]> rest =
        after == null || after.value().compareTo(prefix) < 0
            ? blobs.byKey.tailMap(prefix, true)
            : blobs.byKey.tailMap(after.value(), false);
    List<BlobInfo> page = new ArrayList<>();
    for (Map.Entry<String, byte[]> blob : rest.entrySet()) {
      if (!blob.getKey().startsWith(prefix)) {
        break;
      }
      if (page.size() == pageSize) {
        return BlobPage.of(page, new PageToken(page.get(pageSize - 1).key().value()));
      }
      page.add(blobs.info(BlobKey.of(blob.getKey()), blob.getValue()));
    }
    return BlobPage.last(page);
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    checkOpen();
    if (deleting == Deleting.REFUSED) {
      throw new StoreAccessDeniedException(blobs.location + " is append-only: nothing is deleted");
    }
    return DeleteReport.failedFor(blobs.delete(keys, clock.instant()));
  }

  @Override
  public <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    if (type == RetentionLocks.class) {
      return Optional.of(type.cast(new Locks()));
    }
    return type == AppendOnly.class && deleting == Deleting.REFUSED
        ? Optional.of(type.cast(new AppendOnly() {}))
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "InMemoryStore[" + blobs.location + ", " + blobs.byKey.size() + " blobs]";
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store " + blobs.location + " is closed");
    }
  }

  private static byte[] bytesOf(BlobKey key, BlobBody body) {
    byte[] bytes;
    try (InputStream in = body.open()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new StoreUnavailableException("the body of " + key + " can't be read: " + e, e);
    }
    int crc = BlobBody.of(bytes).crc32c();
    if (bytes.length != body.length() || crc != body.crc32c()) {
      throw new IllegalArgumentException(
          "the body of %s has %d bytes with CRC32C %08x, announced were %d with %08x"
              .formatted(key, bytes.length, crc, body.length(), body.crc32c()));
    }
    return bytes;
  }

  private enum Deleting {
    ALLOWED,
    REFUSED
  }

  private final class Locks implements RetentionLocks {
    @Override
    public Optional<Instant> lockedUntil(BlobKey key) {
      checkOpen();
      return blobs.lockedUntil(key);
    }

    @Override
    public void extend(BlobKey key, Duration retention) {
      checkOpen();
      blobs.lock(
          key, clock.instant().plus(CreateOptions.lockedFor(retention).retention().orElseThrow()));
    }
  }

  /** What the clients of one place share. */
  private static final class Blobs {
    private final String location;
    private final ConcurrentSkipListMap<String, byte[]> byKey = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final Map<String, Instant> lockedUntil = new ConcurrentHashMap<>();

    /** Makes a look, at conflicting keys or a lock, and what follows from it one step. */
    private final ReentrantLock change = new ReentrantLock();

    private Blobs(String location) {
      this.location = location;
    }

    private BlobInfo info(BlobKey key, byte[] bytes) {
      BlobInfo info = BlobInfo.of(key, bytes.length);
      Instant time = created.get(key.value());
      return time == null ? info : info.createdAt(time);
    }

    private void create(BlobKey key, byte[] bytes, Instant now, Optional<Duration> retention) {
      change.lock();
      try {
        refuseNesting(key.value());
        if (byKey.putIfAbsent(key.value(), bytes) != null) {
          throw new BlobExistsException(key + " is already in " + location);
        }
        created.put(key.value(), now);
        retention.ifPresent(time -> lockedUntil.put(key.value(), now.plus(time)));
      } finally {
        change.unlock();
      }
    }

    private Map<BlobKey, ByssusException> delete(Collection<BlobKey> keys, Instant now) {
      Map<BlobKey, ByssusException> failures = new HashMap<>();
      change.lock();
      try {
        for (BlobKey key : keys) {
          Instant end = lockedUntil.get(key.value());
          if (end != null && now.isBefore(end)) {
            failures.put(key, new BlobLockedException(key + " is locked until " + end));
          } else {
            byKey.remove(key.value());
            created.remove(key.value());
            lockedUntil.remove(key.value());
          }
        }
      } finally {
        change.unlock();
      }
      return failures;
    }

    private Optional<Instant> lockedUntil(BlobKey key) {
      requireThere(key);
      return Optional.ofNullable(lockedUntil.get(key.value()));
    }

    private void lock(BlobKey key, Instant until) {
      change.lock();
      try {
        requireThere(key);
        lockedUntil.merge(key.value(), until, (old, end) -> old.isAfter(end) ? old : end);
      } finally {
        change.unlock();
      }
    }

    private void requireThere(BlobKey key) {
      if (!byKey.containsKey(key.value())) {
        throw new BlobNotFoundException("no blob " + key + " in " + location);
      }
    }

    private void refuseNesting(String key) {
      for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
        if (byKey.containsKey(key.substring(0, slash))) {
          throw new IllegalArgumentException(
              "%s can't be created: the blob %s is where its directory would be"
                  .formatted(key, key.substring(0, slash)));
        }
      }
      String inside = byKey.ceilingKey(key + "/");
      if (inside != null && inside.startsWith(key + "/")) {
        throw new IllegalArgumentException(
            "%s can't be created: it is the directory of %s".formatted(key, inside));
      }
    }
  }
}
