package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.WriteOnlyKeyException;
import io.byssus.api.event.OperationEvent;
import io.byssus.api.event.Progress;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreLocation;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.execution.Job;
import io.byssus.core.internal.execution.RunningJobs;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.HostDomain;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogDamage;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.pack.ChunkSource;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.ProcessorShare;
import io.byssus.core.key.KeyHolders;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import io.byssus.core.snapshot.WriteOnlyHost;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repository whose keys are open: what all operations share. Safe for use by many threads. */
public final class OpenRepository implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OpenRepository.class);

  /** Bundles that are kept decoded: a share of the heap, for files that lie side by side. */
  private static final long CACHE_SHARE = 16;

  private static final long MAX_CACHE = 32L << 20;

  /**
   * What nice(1) gives by default: a tenth of the share of an application that wants the processor.
   */
  private static final int NICENESS = 10;

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Configuration configuration;
  private final RepositorySettings settings;
  private final String configHash;
  private volatile String holder;
  private final Log entries;
  private final Indexes indexes;
  private final Manifests manifests;
  private final Codecs codecs = Codecs.installed();
  private final Warnings warnings;
  private final @Nullable HostCaches caches;
  private final ReentrantLock lock = new ReentrantLock();
  private final RunningJobs jobs;
  private volatile @Nullable LogState latest;
  private volatile @Nullable ProcessorShare share;

  OpenRepository(
      BlobStore store,
      RepositoryKeys keys,
      Configuration configuration,
      String configHash,
      RepositorySettings settings,
      String holder) {
    this.store = store;
    this.keys = keys;
    this.configuration = configuration;
    this.configHash = configHash;
    this.settings = settings;
    this.holder = holder;
    this.jobs = new RunningJobs(settings.closeLimit());
    this.entries =
        new Log(
            store,
            keys,
            configuration.suite(),
            settings.clock(),
            configHash,
            configuration.founders());
    this.warnings = new Warnings(store.location());
    this.indexes = new Indexes(store, this::keys, keys.domain(), warnings);
    this.manifests = new Manifests(this::keys);
    this.caches =
        keys.writesOnly()
            ? new HostCaches(keys, settings.cacheDirectory(), id(), configuration.suite(), codecs)
            : null;
    if (configuration.writers() == Configuration.Writers.ONE) {
      warnings.tell(
          "the store overwrites blobs: only one process may write to the repository at a time, and"
              + " nothing can be pruned");
    }
    state();
  }

  /** Returns where it is. */
  public StoreLocation location() {
    return store.location();
  }

  /** Returns its id. */
  public String id() {
    return configuration.repositoryId();
  }

  BlobStore store() {
    return store;
  }

  RepositoryKeys keys() {
    return keys;
  }

  /**
   * Returns the keys of a domain.
   *
   * @throws DamagedRepositoryException if the log does not know it
   */
  RepositoryKeys keys(long domain) {
    if (domain == keys.domain()) {
      return keys;
    }
    LogState known = latest;
    HostDomain host = (known == null ? state() : known).domains().get(domain);
    host = host == null ? state().domains().get(domain) : host;
    if (host == null) {
      throw new DamagedRepositoryException("the log names no domain " + domain);
    }
    return keys.inDomain(domain, host.epoch());
  }

  /** Returns what a host that only writes keeps on its own disk; nothing for all others. */
  Optional<HostCaches> caches() {
    return Optional.ofNullable(caches);
  }

  /** Returns whether whoever opened it can only write. */
  public boolean writesOnly() {
    return keys.writesOnly();
  }

  /**
   * Returns if whoever opened it may read and maintain it.
   *
   * @param what is refused if not, such as {@code restore}
   * @throws WriteOnlyKeyException if he can only write
   */
  public void requireFull(String what) {
    if (writesOnly()) {
      throw new WriteOnlyKeyException(
          "the key that "
              + location()
              + " was opened with can only back up, and not "
              + what
              + ": it is a write-only host's",
          "Open the repository with a passphrase, key provider or recovery key of one who may read.",
          null);
    }
  }

  Configuration configuration() {
    return configuration;
  }

  RepositorySettings settings() {
    return settings;
  }

  Codecs codecs() {
    return codecs;
  }

  Log log() {
    return entries;
  }

  Indexes indexes() {
    return indexes;
  }

  /** Returns whether these are the bytes of the configuration that was opened. */
  boolean isConfiguration(byte[] bytes) {
    return DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length).equals(configHash);
  }

  Manifests manifests() {
    return manifests;
  }

  /** Returns the name of the key file that the repository was opened with. */
  String holder() {
    return holder;
  }

  /** Takes another key file for the one that the repository was opened with. */
  void holder(String id) {
    holder = id;
  }

  /** Returns what whoever uses the repository should know so far, a sentence each. */
  public List<String> warnings() {
    return warnings.list();
  }

  /** Tells whoever uses the repository something, once. */
  void warn(String warning) {
    warnings.tell(warning);
  }

  /** Returns what the log says now. */
  LogState state() {
    lock.lock();
    try {
      LogState known = latest;
      LogState state = known == null || known.unread() ? entries.load() : entries.advance(known);
      latest = state;
      for (LogDamage damage : state.damage()) {
        warn(
            damage.rebuilt()
                ? damage.toString()
                : damage + "; snapshots may be missing, and a check tells what is affected");
      }
      return state;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the index of the own domain in a state, or in a later one if segments were replaced
   * meanwhile; what can't be read of it is missing from it.
   */
  ChunkIndex index(LogState state) {
    return index(state, keys.domain());
  }

  /** Returns the index of a domain. */
  ChunkIndex index(LogState state, long domain) {
    return indexes.of(domain).index(state, this::state).in(domain);
  }

  /** Returns the index of all domains that can be read, as it is looked at from the own. */
  ChunkIndex wideIndex(LogState state) {
    return indexes.wide(state).index(state, this::state).in(keys.domain());
  }

  /** Returns what chunks are read from, given an index that is good until packs are pruned. */
  ChunkSource chunks(ChunkIndex index) {
    return chunks(index, Optional::empty);
  }

  /** Returns the domain of a snapshot; the own, if it is not there. */
  long domainOf(LogState state, SnapshotId snapshot) {
    StoredSnapshot stored = state.snapshots().get(snapshot);
    return stored == null ? keys.domain() : stored.domain();
  }

  /** Returns what the chunks of a snapshot are read from, also while packs are pruned. */
  ChunkSource chunks(LogState state, SnapshotId snapshot) {
    long domain = domainOf(state, snapshot);
    return chunks(
        index(state, domain),
        new IndexRenewal(this, state, Set.of(snapshot), now -> index(now, domain)));
  }

  /**
   * Returns what the chunks of any snapshot of a domain are read from, also while packs are pruned.
   */
  ChunkSource chunks(LogState state, ChunkIndex index) {
    long domain = index.domain();
    return chunks(index, new IndexRenewal(this, state, Set.of(), now -> index(now, domain)));
  }

  private ChunkSource chunks(ChunkIndex index, Supplier<Optional<ChunkIndex>> renewal) {
    long cache = Math.min(MAX_CACHE, Runtime.getRuntime().maxMemory() / CACHE_SHARE);
    return new ChunkSource(store, keys(index.domain()), index, codecs, cache, renewal);
  }

  /** Returns the snapshots that there are now. */
  public Snapshots snapshots() {
    return snapshots(state());
  }

  Snapshots snapshots(LogState state) {
    List<Snapshot> found = new ArrayList<>();
    state.snapshots().values().stream()
        .sorted(Comparator.comparingLong(StoredSnapshot::entry))
        .forEach(
            stored ->
                manifests
                    .read(stored)
                    .map(Manifest::snapshot)
                    .ifPresent(snapshot -> found.add(asLogged(snapshot, stored, state))));
    return new Snapshots(found);
  }

  /** Returns a snapshot with what its maker does not say of it, but the log. */
  private static Snapshot asLogged(Snapshot snapshot, StoredSnapshot stored, LogState state) {
    HostDomain domain = state.domains().get(stored.domain());
    if (!stored.pinned() && domain == null) {
      return snapshot;
    }
    Snapshot.Builder builder = snapshot.toBuilder().pinned(stored.pin());
    if (domain != null) {
      builder.writtenBy(new WriteOnlyHost(domain.holder(), domain.label()));
    }
    return builder.build();
  }

  /**
   * Returns a snapshot and its tree.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if there is none
   */
  Manifest manifest(LogState state, SnapshotId id) {
    return manifests
        .read(state.snapshots().get(id))
        .orElseThrow(
            () ->
                new SnapshotNotFoundException(
                    "there is no snapshot " + id.hex() + " in " + location()));
  }

  /** Returns who can open the repository. */
  public KeyHolders keyHolders() {
    return new Holders(this);
  }

  /** Starts an operation, which ends with the repository at the latest. */
  <R> Execution<R> start(
      String operation, @Nullable Consumer<? super Progress> onProgress, Job.Work<R> work) {
    return jobs.start(
        operation,
        onProgress,
        (meter, cancellation) -> {
          Posix posix = settings.foreground() ? null : Posix.find().orElse(null);
          if (posix == null) {
            return work.run(meter, cancellation);
          }
          // The threads that this one starts inherit both.
          posix.yieldToOthers(NICENESS);
          return share(posix).confined(() -> work.run(meter, cancellation));
        });
  }

  private ProcessorShare share(Posix posix) {
    lock.lock();
    try {
      ProcessorShare chosen = share;
      if (chosen == null) {
        chosen = ProcessorShare.of(posix, settings.processors());
        share = chosen;
      }
      return chosen;
    } finally {
      lock.unlock();
    }
  }

  /** Does an operation and tells the listener of it. */
  <R> R audited(String operation, Supplier<R> work, Function<R, @Nullable SnapshotId> snapshot) {
    tell(OperationEvent.started(operation, settings.clock().instant()));
    try {
      R result = work.get();
      tell(OperationEvent.completed(operation, settings.clock().instant(), snapshot.apply(result)));
      return result;
    } catch (RuntimeException | Error e) {
      tell(OperationEvent.failed(operation, settings.clock().instant(), e));
      throw e;
    }
  }

  private void tell(OperationEvent event) {
    ProcessorShare confined = share;
    try {
      if (confined == null) {
        settings.listener().onEvent(event);
      } else {
        confined.unconfined(() -> settings.listener().onEvent(event));
      }
    } catch (RuntimeException e) {
      log.warn("A listener threw at the event {}; the operation goes on", event, e);
    }
  }

  /** Ends what runs, closes the store and wipes the keys. */
  @Override
  public void close() {
    jobs.close();
    try {
      store.close();
    } catch (ByssusException e) {
      log.warn("The store {} was not closed cleanly: {}", location(), e.getMessage());
    } finally {
      if (caches != null) {
        caches.close();
      }
      keys.close();
    }
  }
}
