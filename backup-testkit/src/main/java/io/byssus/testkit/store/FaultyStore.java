package io.byssus.testkit.store;

import io.byssus.api.ByssusException;
import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreCapability;
import io.byssus.api.store.StoreLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of another one that fails on command and counts requests.
 *
 * <p>Each {@link Fault} has a {@link Trigger}; those that fire are applied in the order in which
 * they were injected. Requests are numbered for each operation from 1 on, and counted when they
 * come in, whatever becomes of them. {@link #close()} and {@link #location()} never fail.
 *
 * <pre>{@code
 * FaultyStore store = FaultyStore.around(InMemoryStore.create())
 *     .inject(Fault.responseLost(), Trigger.call(StoreOperation.CREATE, 2))
 *     .inject(Fault.unavailable(), Trigger.seeded(seed, 0.1));
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class FaultyStore implements BlobStore {
  private final BlobStore store;
  private final List<Injection> injections = new CopyOnWriteArrayList<>();
  private final List<BlobKey> created = new CopyOnWriteArrayList<>();
  private final Map<StoreOperation, AtomicLong> requests = new EnumMap<>(StoreOperation.class);

  private FaultyStore(BlobStore store) {
    this.store = store;
    for (StoreOperation operation : StoreOperation.values()) {
      requests.put(operation, new AtomicLong());
    }
  }

  /**
   * Returns a store without faults yet.
   *
   * @param store does the work and is closed with the new one
   */
  public static FaultyStore around(BlobStore store) {
    return new FaultyStore(store);
  }

  /**
   * Lets a fault hit requests from now on.
   *
   * @return this store
   */
  public FaultyStore inject(Fault fault, Trigger trigger) {
    injections.add(new Injection(fault, trigger));
    return this;
  }

  /** Takes all faults away; the counts go on. */
  public void heal() {
    injections.clear();
  }

  /** Returns how many requests of an operation came in; a delete of several keys is one. */
  public long requests(StoreOperation operation) {
    return counter(operation).get();
  }

  /** Returns how many requests came in. */
  public long requests() {
    return requests.values().stream().mapToLong(AtomicLong::get).sum();
  }

  @Override
  public StoreLocation location() {
    return store.location();
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    StoreRequest request = count(StoreOperation.CREATE, key.value(), body.length());
    List<Fault> faults = hitting(request);
    BlobBody stored = body;
    for (Fault fault : faults) {
      stored = fault.stored(stored);
    }
    BlobBody damaged = stored;
    around(
        request,
        faults,
        () -> {
          store.create(key, damaged, options);
          created.add(key);
          return Boolean.TRUE;
        });
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    StoreRequest request = count(StoreOperation.READ, key.value(), destination.remaining());
    List<Fault> faults = hitting(request);
    int start = destination.position();
    around(
        request,
        faults,
        () -> {
          store.read(key, offset, destination);
          return Boolean.TRUE;
        });
    faults.forEach(fault -> fault.damage(request, destination.duplicate().flip().position(start)));
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    StoreRequest request = count(StoreOperation.STAT, key.value(), 0);
    return around(request, hitting(request), () -> store.stat(key));
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    StoreRequest request = count(StoreOperation.LIST, prefix, 0);
    List<Fault> faults = hitting(request);
    List<BlobKey> known = List.copyOf(created);
    BlobPage page = around(request, faults, () -> store.list(prefix, after));
    for (Fault fault : faults) {
      page = fault.listed(page, known);
    }
    return page;
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    long number = count(StoreOperation.DELETE, "", 0).number();
    Map<BlobKey, ByssusException> failures = new HashMap<>();
    for (BlobKey key : keys) {
      StoreRequest request = new StoreRequest(StoreOperation.DELETE, key.value(), number, 0);
      try {
        DeleteReport report = around(request, hitting(request), () -> store.delete(List.of(key)));
        failures.putAll(report.failures());
      } catch (ByssusException e) {
        failures.put(key, e);
      }
    }
    return DeleteReport.failedFor(failures);
  }

  /** Passes locks and append-only on, without faults, and no other capability. */
  @Override
  public <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    return type == RetentionLocks.class || type == AppendOnly.class
        ? store.capability(type)
        : Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "FaultyStore[" + store + ", " + injections + "]";
  }

  private AtomicLong counter(StoreOperation operation) {
    return Objects.requireNonNull(requests.get(operation));
  }

  private StoreRequest count(StoreOperation operation, String subject, long bytes) {
    return new StoreRequest(operation, subject, counter(operation).incrementAndGet(), bytes);
  }

  /** Asks each trigger once for a request, since some remember what they were asked. */
  private List<Fault> hitting(StoreRequest request) {
    List<Fault> hitting = new ArrayList<>();
    for (Injection injection : injections) {
      if (injection.trigger.fires(request)) {
        hitting.add(injection.fault);
      }
    }
    return hitting;
  }

  private static <T> T around(StoreRequest request, List<Fault> faults, Supplier<T> call) {
    faults.forEach(fault -> fault.before(request));
    T result = call.get();
    faults.forEach(fault -> fault.after(request));
    return result;
  }

  private record Injection(Fault fault, Trigger trigger) {
    @Override
    public String toString() {
      return fault.toString();
    }
  }
}
