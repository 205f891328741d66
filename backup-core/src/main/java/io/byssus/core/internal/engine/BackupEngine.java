package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.IncompleteBackupException;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.pipeline.BackupCounters;
import io.byssus.core.internal.store.MeteredStore;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.WriterRun;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backup: stores what is new, then commits a snapshot.
 *
 * <p>The commit: everything that the snapshot names is durable before the log entry is created, and
 * the entry follows a tail in which no pack that the run relies on is about to go, and none has
 * gone since it began. If one has, the source is walked again and compared with the draft that was
 * just made, so that only what lost its chunks is read again.
 */
final class BackupEngine {
  private static final Logger logger = LoggerFactory.getLogger(BackupEngine.class);

  /** From this loss on a run asks pruners to wait: marks come faster than it walks. */
  private static final int HOLDING_FROM = 2;

  /** Pruners that respect a hold mark once at most while a run walks. */
  private static final int LOSSES_IN_SPITE_OF_HOLDING = 5;

  private final OpenRepository repository;
  private final BackupRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final MeteredStore store;
  private final Instant started;
  private long bytesNew;

  private BackupEngine(
      OpenRepository repository,
      BackupRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
    this.store = new MeteredStore(repository.store());
    this.started = repository.settings().clock().instant();
  }

  /** Starts a backup. */
  static Execution<BackupReport> start(OpenRepository repository, BackupRequest request) {
    return repository.start(
        "backup",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "backup",
                () -> new BackupEngine(repository, request, meter, cancellation).run(),
                BackupReport::snapshot));
  }

  private BackupReport run() {
    LogState state = repository.state();
    // With its tree: a parent that is forgotten meanwhile still says what was read before.
    Manifest parent = parent(state);
    if (state.lastGap() > 0) {
      repository.warn(
          "log entry "
              + state.lastGap()
              + " can't be read, and it may have taken away any pack: a backup stores everything"
              + " again until the entry is put back from a copy of the repository, or a repair voids"
              + " it");
    }
    try (WriterRun run = repository.keys().startRun(repository.configuration().suite())) {
      RunLog log = new RunLog(repository.log().through(store), run.name(), state);
      RunIndex index =
          new RunIndex(
              log,
              store,
              repository.keys(),
              repository.configuration().suite(),
              repository.settings().addBytes());
      try (Holding holding = new Holding(log, Holding.INTERVAL)) {
        return run(run, log, index, holding, state, parent);
      } catch (IncompleteBackupException e) {
        throw e;
      } catch (ByssusException e) {
        keepForNextRun(index, e);
        throw e;
      }
    }
  }

  private BackupReport run(
      WriterRun run,
      RunLog log,
      RunIndex index,
      Holding holding,
      LogState begun,
      @Nullable Manifest parent) {
    BackupWalk walk = new BackupWalk(repository, request, meter, cancellation, store, run, index);
    SnapshotId comparedWith = parent == null ? null : parent.snapshot().id();
    LogState state = begun;
    ChunkId tree = parent == null ? null : parent.tree();
    BackupWalk.Draft first = null;
    for (int losses = 0; ; ) {
      BackupWalk.Draft draft = walk.run(state, tree);
      first = first == null ? draft : first;
      bytesNew += draft.counters().bytesNew();
      cancellation.check();
      try {
        byte[] container = seal(run, comparedWith, draft);
        LogState committed =
            index.commit(container, new Reliance(draft.chosen(), draft.own(), log.begun()));
        logger.debug("Committed at log entry {}, begun at {}", committed.number(), log.begun());
        SnapshotId snapshot = StoredSnapshot.idOf(container);
        return report(snapshot, comparedWith, first, draft, begun.unfinished().keySet());
      } catch (Reliance.Lost e) {
        losses++;
        requireHope(losses, e);
        logger.info("Packs went while the backup ran; comparing again: {}", e.getMessage());
        index.nextWalk();
        if (losses >= HOLDING_FROM) {
          holding.hold();
        }
        state = log.fold();
        // Without its tree, which lies in packs of the run, a draft is nothing to compare with.
        boolean readable = repository.index(state).contains(draft.result().tree());
        tree = readable ? draft.result().tree() : tree;
      }
    }
  }

  private static void requireHope(int losses, Reliance.Lost lost) {
    if (losses == HOLDING_FROM + LOSSES_IN_SPITE_OF_HOLDING) {
      throw new Reliance.Lost(
          Objects.requireNonNull(lost.getMessage())
              + ", for the "
              + losses
              + "th time, though the backup asked not to: whoever prunes does not heed that",
          "Stop what prunes the repository, and run the backup again: it finds what this one stored.",
          lost);
    }
  }

  private @Nullable Manifest parent(LogState state) {
    return Parents.find(repository, state, request)
        .map(snapshot -> repository.manifest(state, snapshot.id()))
        .orElse(null);
  }

  /** Enters what is stored into the log, so that the next run need not store it again. */
  private static void keepForNextRun(RunIndex index, ByssusException failure) {
    try {
      index.add();
    } catch (ByssusException e) {
      failure.addSuppressed(e);
    }
  }

  private byte[] seal(WriterRun run, @Nullable SnapshotId parent, BackupWalk.Draft draft) {
    BackupCounters counters = draft.counters();
    // The id comes from the sealed manifest; the one in here is never written.
    Snapshot snapshot =
        Snapshot.builder(new SnapshotId("0".repeat(64)))
            .time(started)
            .of(request.origin(), request.source().host(), request.source().roots())
            .tagged(request.tags(), request.description())
            .made(Parents.name(request.strategy()), parent)
            .holds(counters.filesInSnapshot(), DataSize.ofBytes(counters.bytesInSnapshot()))
            .build();
    return Manifests.seal(run, new Manifest(snapshot, draft.result().tree()));
  }

  /**
   * Returns the report. Files are counted by the first walk: another one compares with the draft,
   * in which hardly anything is new.
   */
  private BackupReport report(
      SnapshotId snapshot,
      @Nullable SnapshotId parent,
      BackupWalk.Draft first,
      BackupWalk.Draft draft,
      Set<String> unfinished) {
    List<IndexedPack> resumed =
        first.found().stream().filter(pack -> unfinished.contains(pack.name().run())).toList();
    BackupReport report =
        BackupReport.builder()
            .snapshot(snapshot, parent)
            .origin(request.origin(), request.strategy())
            .entries(
                first.counters().filesNew(),
                first.counters().filesChanged(),
                first.counters().filesUnmodified(),
                first.counters().directories())
            .excluded(draft.excluded())
            .bytes(
                DataSize.ofBytes(first.counters().bytesProcessed()),
                DataSize.ofBytes(bytesNew),
                DataSize.ofBytes(store.bytesCreated()))
            .resumed(
                resumed.size(),
                DataSize.ofBytes(resumed.stream().mapToLong(IndexedPack::length).sum()))
            .duration(meter.elapsed())
            .problems(draft.result().problems())
            .notKept(draft.result().notKept())
            .build();
    if (!report.complete() && !request.incompleteAllowed()) {
      throw new IncompleteBackupException(report);
    }
    return report;
  }
}
