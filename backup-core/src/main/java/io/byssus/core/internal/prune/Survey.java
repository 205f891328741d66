package io.byssus.core.internal.prune;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.crypto.Domain;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a pruner knows at an entry of the log: the state, the index, the store and references. */
public final class Survey {
  private final PrunedRepository repository;
  private final LogState state;
  private final LivePacks packs;
  private final StoreListing listing;
  private final ReferenceWalk references;

  private Survey(
      PrunedRepository repository,
      LogState state,
      LivePacks packs,
      StoreListing listing,
      ReferenceWalk references) {
    this.repository = repository;
    this.state = state;
    this.packs = packs;
    this.listing = listing;
    this.references = references;
  }

  /**
   * Looks at a repository; no snapshot is walked yet.
   *
   * @param before what was known earlier, or {@code null}: what was walked then is not walked again
   * @throws io.byssus.api.DamagedRepositoryException if a segment that counts can't be read
   */
  public static Survey of(
      PrunedRepository repository, LogState state, Grace grace, @Nullable Survey before) {
    ChunkIndex index = repository.index(state);
    LivePacks packs = new LivePacks(index, state);
    return new Survey(
        repository,
        state,
        packs,
        StoreListing.of(repository.store(), state, packs, grace),
        before == null ? ReferenceWalk.in(index) : before.references.over(index));
  }

  /**
   * Walks all live snapshots that were committed below an entry.
   *
   * @throws io.byssus.api.DamagedRepositoryException if one can't be read
   */
  public void walk(long below) {
    List<StoredSnapshot> snapshots =
        state.snapshots().values().stream()
            .filter(s -> s.entry() < below && !references.isWalked(s.id()))
            .sorted(Comparator.comparingLong(StoredSnapshot::entry))
            .toList();
    Map<Long, List<StoredSnapshot>> byDomain =
        snapshots.stream().collect(Collectors.groupingBy(StoredSnapshot::domain));
    byDomain.forEach(this::walk);
  }

  private void walk(long domain, List<StoredSnapshot> snapshots) {
    try (ChunkReader reader = repository.reader(packs.index(), domain)) {
      TreeReader trees = new TreeReader(reader::readCopy);
      for (StoredSnapshot snapshot : snapshots) {
        walk(snapshot, trees);
      }
    }
  }

  private void walk(StoredSnapshot snapshot, TreeReader trees) {
    try {
      ChunkId tree = repository.tree(snapshot);
      references.add(snapshot.id(), snapshot.domain(), tree, trees, repository.watch());
    } catch (DamagedRepositoryException e) {
      if (snapshot.domain() == Domain.FULL) {
        throw e;
      }
      throw new DamagedRepositoryException(
          "snapshot "
              + snapshot.id().hex()
              + " of a write-only host needs what is not stored: "
              + e.getMessage(),
          "Forget it by this id, if nothing of it is needed; as long as it is there, nobody knows what"
              + " it needs.",
          e);
    }
  }

  /** Walks all live snapshots. */
  public void walk() {
    walk(Long.MAX_VALUE);
  }

  /** Returns how much of the live packs no snapshot refers to, of those that were walked. */
  public long bytesUnused() {
    return new PackWaste(packs, references).bytes(packs.all());
  }

  /** Returns the epoch in which a pack was sealed. */
  int epochOf(int pack) {
    return state.epoch() == 1 ? 1 : repository.epochs().ofPack(packs.get(pack).name());
  }

  /** Returns the numbers of the live packs that were sealed in an earlier epoch than this one. */
  public BitSet packsSealedEarlier() {
    BitSet earlier = packs.all();
    earlier.stream()
        .filter(pack -> epochOf(pack) >= state.epoch())
        .boxed()
        .toList()
        .forEach(earlier::clear);
    return earlier;
  }

  /** Returns the segments that count and were sealed in an earlier epoch than this one. */
  public Set<String> segmentsSealedEarlier() {
    return state.epoch() == 1
        ? Set.of()
        : state.segments().stream()
            .filter(name -> repository.epochs().ofSegment(name) < state.epoch())
            .collect(Collectors.toSet());
  }

  /** Returns the state of the log. */
  public LogState state() {
    return state;
  }

  /** Returns the packs that are live. */
  public LivePacks packs() {
    return packs;
  }

  /** Returns what is in the store. */
  public StoreListing listing() {
    return listing;
  }

  /** Returns what the snapshots that were walked refer to. */
  public ReferenceWalk references() {
    return references;
  }
}
