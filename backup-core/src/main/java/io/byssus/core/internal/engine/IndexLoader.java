package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Loads the index of some domains, and keeps it to load only what was added since. */
final class IndexLoader {
  static final String PREFIX = "index/";

  /** A segment and the domain in which it is named. */
  private record Named(long domain, String segment) {
    static final Comparator<Named> ORDER =
        Comparator.comparingLong(Named::domain).thenComparing(Named::segment);
  }

  private final Indexes segments;
  private final Warnings warnings;
  private final Function<LogState, List<Long>> domains;
  private final ReentrantLock lock = new ReentrantLock();
  private ChunkIndex index = ChunkIndex.EMPTY;
  private Set<Named> loaded = Set.of();
  private List<Condemned> condemned = List.of();

  /**
   * Creates a loader.
   *
   * @param segments reads segments
   * @param domains says which domains' segments count
   */
  IndexLoader(Indexes segments, Warnings warnings, Function<LogState, List<Long>> domains) {
    this.segments = segments;
    this.warnings = warnings;
    this.domains = domains;
  }

  static BlobKey key(String segment) {
    return BlobKey.of(PREFIX + segment);
  }

  /** What was loaded, and a segment that readers miss, or nothing. */
  private record Load(ChunkIndex index, List<String> missed) {}

  /**
   * Returns the index of a state: condemned packs are not in it. A segment that can't be read is
   * left out, with a warning; if one was replaced and deleted meanwhile, the index is that of a
   * later state.
   *
   * @param state what the log said
   * @param again tells what the log says now
   */
  ChunkIndex index(LogState state, Supplier<LogState> again) {
    lock.lock();
    try {
      return load(state, again).index();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the index of a state, or of a later one if segments were replaced meanwhile. A host's
   * segment that can't be read is left out: what its snapshots need of it, they miss.
   *
   * @param state what the log said
   * @param again tells what the log says now
   * @throws DamagedRepositoryException if another segment can't be read, with its name
   */
  ChunkIndex wholeIndex(LogState state, Supplier<LogState> again) {
    lock.lock();
    try {
      Load load = load(state, again);
      if (!load.missed().isEmpty()) {
        throw new DamagedRepositoryException(
            "index segment " + load.missed().get(0) + " can't be read",
            "Run a check; put the segment back from a copy of the repository, or rebuild the index.",
            null);
      }
      return load.index();
    } finally {
      lock.unlock();
    }
  }

  private Set<Named> named(LogState state) {
    Set<Named> named = new TreeSet<>(Named.ORDER);
    for (long domain : domains.apply(state)) {
      state.segments(domain).forEach(segment -> named.add(new Named(domain, segment)));
    }
    return named;
  }

  private Load load(LogState state, Supplier<LogState> again) {
    Set<Named> all = named(state);
    if (all.equals(loaded) && state.condemned().equals(condemned)) {
      return new Load(index, List.of());
    }
    boolean grown = all.containsAll(loaded);
    Set<Named> missing = new TreeSet<>(Named.ORDER);
    missing.addAll(all);
    if (grown) {
      missing.removeAll(loaded);
    }
    ChunkIndex.Builder builder =
        grown
            ? new ChunkIndex.Builder(index, pack -> state.isCondemned(pack.key()))
            : new ChunkIndex.Builder(pack -> state.isCondemned(pack.key()));
    Set<Named> unusable = new TreeSet<>(Named.ORDER);
    for (Named one : missing) {
      try {
        segments
            .payload(one.domain(), one.segment())
            .ifPresent(payload -> builder.add(one.segment(), one.domain(), payload));
      } catch (BlobNotFoundException e) {
        LogState now = again.get();
        if (!now.segments(one.domain()).contains(one.segment())) {
          return load(now, again);
        }
        unusable.add(one);
        warn(one.segment(), e);
      } catch (DamagedRepositoryException e) {
        unusable.add(one);
        warn(one.segment(), e);
      }
    }
    ChunkIndex result = builder.build();
    if (unusable.isEmpty()) {
      index = result;
      loaded = Set.copyOf(all);
      condemned = state.condemned();
    }
    return new Load(
        result,
        unusable.stream()
            .filter(one -> segments.trusts(one.domain()))
            .map(Named::segment)
            .sorted()
            .toList());
  }

  private void warn(String segment, ByssusException e) {
    warnings.tell(
        "index segment "
            + key(segment)
            + " can't be used ("
            + e.getMessage()
            + "), and nothing is found by it: a backup stores again what it lists, where the"
            + " source still has that; a check tells what is affected");
  }
}
