package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.event.Phase;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.Job;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pipeline.BackupCounters;
import io.byssus.core.internal.pipeline.BackupPipeline;
import io.byssus.core.internal.pipeline.SourceComparison;
import io.byssus.core.snapshot.Snapshot;

/** Finds out what a backup would do; stores nothing. */
final class PlanEngine {
  private final OpenRepository repository;
  private final BackupRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;

  private PlanEngine(
      OpenRepository repository,
      BackupRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** Starts planning. */
  static Execution<BackupPlan> start(OpenRepository repository, BackupRequest request) {
    return Job.start(
        "plan",
        request.onProgress(),
        (meter, cancellation) -> new PlanEngine(repository, request, meter, cancellation).run());
  }

  private BackupPlan run() {
    LogState state = repository.state();
    Snapshot parent = Parents.find(repository, state, request).orElse(null);
    ChunkId parentTree = parent == null ? null : repository.manifest(state, parent.id()).tree();
    ChunkIndex chunks = repository.index(state);
    KnownChunks known = new KnownChunks(chunks);
    Reliance.avoidWhatMayGo(state, chunks, known);
    Parents.distrustMissingPacks(repository, chunks, known);
    meter.enter(Phase.STORING);
    SourceComparison comparison = new SourceComparison(meter, cancellation);
    try (SourceSession session = request.source().open();
        ParentTrees trees = ParentTrees.open(repository, request, chunks, parentTree)) {
      comparison.run(
          session,
          new BackupPipeline.Parent(
              trees.reader(), known, repository.keys().nameHasher(), trees.root()));
      BackupCounters counters = comparison.counters();
      return BackupPlan.of(request.origin(), request.strategy())
          .parent(parent == null ? null : parent.id())
          .toRead(comparison.files(), comparison.bytesToRead())
          .rest(
              counters.filesUnmodified(),
              counters.directories(),
              DataSize.ofBytes(counters.bytesProcessed()))
          .excluded(session.excluded())
          .problems(comparison.problems())
          .build();
    }
  }
}
