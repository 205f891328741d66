package io.byssus.testkit.store;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.StoreCapability;
import io.byssus.api.store.StoreLocation;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    StoreRequest request = count(StoreOperation.CREATE, key.value());
    around(
        request,
        () -> {
          store.create(key, body, options);
          return Boolean.TRUE;
        });
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    StoreRequest request = count(StoreOperation.READ, key.value());
    int start = destination.position();
    around(
        request,
        () -> {
          store.read(key, offset, destination);
          return Boolean.TRUE;
        });
    eachHitting(
        request, fault -> fault.damage(request, destination.duplicate().flip().position(start)));
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    return around(count(StoreOperation.STAT, key.value()), () -> store.stat(key));
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    return around(count(StoreOperation.LIST, prefix), () -> store.list(prefix, after));
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    long number = count(StoreOperation.DELETE, "").number();
    Map<BlobKey, ByssusException> failures = new HashMap<>();
    for (BlobKey key : keys) {
      StoreRequest request = new StoreRequest(StoreOperation.DELETE, key.value(), number);
      try {
        DeleteReport report = around(request, () -> store.delete(List.of(key)));
        failures.putAll(report.failures());
      } catch (ByssusException e) {
        failures.put(key, e);
      }
    }
    return DeleteReport.failedFor(failures);
  }

  /** Passes the store's capabilities on, without faults. */
  @Override
  public <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    return store.capability(type);
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

  private StoreRequest count(StoreOperation operation, String subject) {
    return new StoreRequest(operation, subject, counter(operation).incrementAndGet());
  }

  private <T> T around(StoreRequest request, Supplier<T> call) {
    eachHitting(request, fault -> fault.before(request));
    T result = call.get();
    eachHitting(request, fault -> fault.after(request));
    return result;
  }

  private void eachHitting(StoreRequest request, Consumer<Fault> effect) {
    for (Injection injection : injections) {
      if (injection.trigger.fires(request)) {
        effect.accept(injection.fault);
      }
    }
  }

  private record Injection(Fault fault, Trigger trigger) {
    @Override
    public String toString() {
      return fault.toString();
    }
  }
}
