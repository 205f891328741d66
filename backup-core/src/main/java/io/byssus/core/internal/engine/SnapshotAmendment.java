package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordCompressor;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.Domain;
import io.byssus.crypto.WriterRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Tells which snapshots have lost files, and replaces them by such without those files. */
final class SnapshotAmendment {
  private final OpenRepository repository;
  private final Cancellation cancellation;
  private final List<RepairStep> steps;
  private final Set<PackName> damaged;

  /**
   * Creates an amendment.
   *
   * @param damaged packs that are damaged, whether they still count or not
   * @param steps takes what is done
   */
  SnapshotAmendment(
      OpenRepository repository,
      Set<PackName> damaged,
      Cancellation cancellation,
      List<RepairStep> steps) {
    this.repository = repository;
    this.damaged = damaged;
    this.cancellation = cancellation;
    this.steps = steps;
  }

  void run(RepairRun.Snapshots snapshots) {
    List<StoredSnapshot> all =
        repository.state().snapshots().values().stream()
            .filter(snapshot -> snapshot.domain() == Domain.FULL)
            .sorted(Comparator.comparingLong(StoredSnapshot::entry))
            .toList();
    for (StoredSnapshot stored : all) {
      cancellation.check();
      try {
        look(stored, repository.manifests().open(stored), snapshots);
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        left(stored.id(), "the snapshot can't be read: " + e.getMessage(), List.of());
      }
    }
  }

  private void left(SnapshotId id, String message, List<String> files) {
    steps.add(new RepairStep(Kind.LEFT, "snapshot " + id.abbreviated(), message, files));
  }

  private void look(StoredSnapshot stored, Manifest manifest, RepairRun.Snapshots snapshots) {
    LogState state = repository.state();
    ChunkIndex index = repository.index(state);
    KnownChunks known = new KnownChunks(index);
    distrust(state, index, known);
    try (WriterRun run = repository.keys().startRun(repository.configuration().suite());
        ChunkReader reader = repository.chunks(state, index).reader()) {
      TreeReader trees = new TreeReader(reader::readCopy);
      LostFiles lost = new LostFiles(trees, reader, known, cancellation);
      if (!lost.isMissingIn(manifest.tree())) {
        return;
      }
      if (snapshots == RepairRun.Snapshots.LEAVE) {
        left(
            stored.id(),
            "has lost files, which a backup stores again if its source still has them",
            lost.names());
        return;
      }
      amend(run, state, stored, manifest, known, lost);
    }
  }

  /** Marked packs may go, and what is missing or condemned is nothing to rely on. */
  private void distrust(LogState state, ChunkIndex index, KnownChunks known) {
    StoredPacks there = StoredPacks.of(repository);
    for (int i = 0; i < index.packs().size(); i++) {
      IndexedPack pack = index.packs().get(i);
      if (damaged.contains(pack.name())
          || state.isCondemned(pack.name().key())
          || there.problem(pack.name().key(), pack.length()).isPresent()) {
        known.distrustPack(i);
      }
    }
  }

  private void amend(
      WriterRun run,
      LogState state,
      StoredSnapshot stored,
      Manifest manifest,
      KnownChunks known,
      LostFiles lost) {
    RepairIndex segments = new RepairIndex(repository);
    PackSettings settings = PackSettings.forHeap(1, Runtime.getRuntime().maxMemory());
    LostFiles.Rest rest;
    try (PackWriter packs =
            new PackWriter(
                run, PackStore.in(repository.store(), state.parity()), settings, segments);
        ChunkPacker packer =
            new ChunkPacker(
                PackKind.TREE,
                known,
                repository.keys().chunkHasher(),
                RecordCompressor.none(),
                packs,
                new LongAdder())) {
      TreeWriter writer =
          new TreeWriter(
              tree -> packer.store(tree, 0, tree.length), repository.keys().nameHasher());
      rest = lost.without(manifest.tree(), writer);
      packer.flush();
      packs.finish();
    }
    Snapshot amended =
        manifest.snapshot().toBuilder()
            .pinned(null)
            .holds(rest.files(), DataSize.ofBytes(rest.bytes()))
            .build();
    byte[] container = Manifests.seal(run, new Manifest(amended, rest.tree()));
    List<PackName> relied = new ArrayList<>(segments.packs());
    known.packsReliedOn().forEach(pack -> relied.add(pack.name()));
    Change.Amend change = new Change.Amend(run.name(), segments.finish(), stored.id(), container);
    LogState tail =
        repository
            .log()
            .append(
                repository.state(),
                now -> {
                  requireAll(PackSet.of(relied.stream().map(PackName::key).toList()), state, now);
                  RepairRun.requireNoneTaken(change.segments(), state, now);
                  return now.snapshots().containsKey(stored.id())
                      ? Optional.of(change)
                      : Optional.empty();
                });
    if (tail.snapshots().containsKey(change.snapshotId())) {
      steps.add(
          new RepairStep(
              Kind.SNAPSHOT_AMENDED,
              "snapshot " + stored.id().abbreviated(),
              "is snapshot " + change.snapshotId().abbreviated() + " now, without what is lost",
              lost.names()));
    }
  }

  /** As a commit does: nothing that it relies on is marked, or has gone since it began. */
  private static void requireAll(PackSet relied, LogState begun, LogState now) {
    if (now.incomplete()) {
      throw new DamagedRepositoryException("log entries went missing while a snapshot was amended");
    }
    now.openMark().ifPresent(mark -> requireNone(relied.intersect(mark.packs())));
    for (Condemned gone : now.condemnedSince(begun.number())) {
      requireNone(relied.intersect(gone.packs()));
    }
  }

  private static void requireNone(PackSet going) {
    if (!going.isEmpty()) {
      throw new RepairOvertakenException(going.get(0));
    }
  }
}
