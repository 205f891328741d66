package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Phase;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.Compression;
import io.byssus.core.backup.IncompleteBackupException;
import io.byssus.core.internal.chunk.FastCdc;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordCompressor;
import io.byssus.core.internal.pipeline.BackupCounters;
import io.byssus.core.internal.pipeline.BackupPipeline;
import io.byssus.core.internal.store.MeteredStore;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.WriterRun;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backup: stores what is new, then commits a snapshot.
 *
 * <p>The commit: everything that the snapshot names is durable before the log entry is created, and
 * the entry is created behind a tail in which every pack that the run relies on still counts. If
 * others made one of them go, the source is compared again, and what is missing is stored.
 */
final class BackupEngine {
  private static final Logger logger = LoggerFactory.getLogger(BackupEngine.class);

  /** Others would have to take packs away during each attempt. */
  private static final int ATTEMPTS = 3;

  private final OpenRepository repository;
  private final BackupRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final MeteredStore store;
  private BackupCounters counters = new BackupCounters();
  private final Instant started;
  private long excluded;

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
    Supplier<RecordCompressor> compressors = compressors();
    LogState state = repository.state();
    // With its tree: a parent that is forgotten meanwhile still says what was read before.
    Manifest parent = parent(state);
    try (WriterRun run = repository.keys().startRun(repository.configuration().suite())) {
      RunIndex index =
          new RunIndex(
              run.name(),
              store,
              repository.keys(),
              repository.configuration().suite(),
              add -> log().append(repository.state(), add, tail -> {}));
      for (int attempt = 1; ; attempt++) {
        try {
          return attempt(run, index, state, parent, compressors);
        } catch (Reliance.Lost e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
          logger.info("Packs went while the backup ran; comparing again: {}", e.getMessage());
          index.add();
          state = repository.state();
        } catch (IncompleteBackupException e) {
          throw e;
        } catch (ByssusException e) {
          keepForNextRun(index, e);
          throw e;
        }
      }
    }
  }

  private @Nullable Manifest parent(LogState state) {
    return Parents.find(repository.snapshots(state), request.origin(), request.strategy())
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

  /** The log by way of the meter: what is stored includes its entries. */
  private Log log() {
    return repository.log().through(store);
  }

  private Supplier<RecordCompressor> compressors() {
    Compression compression = request.compression();
    if (compression.codec().equals(Compression.NO_CODEC)) {
      return RecordCompressor::none;
    }
    var codec = repository.codecs().codec(compression.codec());
    return () -> RecordCompressor.with(codec, compression.level());
  }

  private BackupReport attempt(
      WriterRun run,
      RunIndex index,
      LogState state,
      @Nullable Manifest parent,
      Supplier<RecordCompressor> compressors) {
    counters = new BackupCounters();
    ChunkIndex chunks = repository.index(state);
    KnownChunks known = new KnownChunks(chunks);
    Parents.distrustMissingPacks(repository, chunks, known);
    meter.enter(Phase.STORING);
    PackSettings settings =
        PackSettings.forHeap(repository.settings().processors(), Runtime.getRuntime().maxMemory());
    BackupPipeline.Result result;
    try (PackWriter packs =
            new PackWriter(run, PackStore.in(store, state.parity()), settings, index);
        ChunkPacker treePacker =
            packer(PackKind.TREE, known, packs, compressors.get(), new LongAdder());
        ChunkReader parentReader = repository.chunks(chunks).reader()) {
      BackupPipeline pipeline =
          new BackupPipeline(
              new FastCdc(repository.configuration().chunkSizes(), repository.keys().gearTable()),
              repository.settings().processors(),
              () ->
                  packer(PackKind.DATA, known, packs, compressors.get(), counters.bytesNewAdder()),
              new TreeWriter(
                  tree -> treePacker.store(tree, 0, tree.length), repository.keys().nameHasher()),
              counters,
              meter,
              cancellation);
      BackupPipeline.Parent compared =
          new BackupPipeline.Parent(
              new TreeReader(parentReader::readCopy), known, parent == null ? null : parent.tree());
      result = Quiescence.during(request.quiesce(), cancellation, () -> read(pipeline, compared));
      meter.enter(Phase.COMMITTING);
      treePacker.flush();
      packs.finish();
    }
    cancellation.check();
    SnapshotId comparedWith = parent == null ? null : parent.snapshot().id();
    SnapshotId snapshot = commit(run, index, state, comparedWith, result, new Reliance(known));
    return report(snapshot, comparedWith, result);
  }

  private BackupPipeline.Result read(BackupPipeline pipeline, BackupPipeline.Parent parent) {
    try (SourceSession session = request.source().open()) {
      BackupPipeline.Result result = pipeline.run(session, parent);
      excluded = session.excluded();
      return result;
    }
  }

  private ChunkPacker packer(
      PackKind kind,
      KnownChunks known,
      PackWriter packs,
      RecordCompressor compressor,
      LongAdder bytesNew) {
    return new ChunkPacker(
        kind, known, repository.keys().chunkHasher(), compressor, packs, bytesNew);
  }

  private SnapshotId commit(
      WriterRun run,
      RunIndex index,
      LogState state,
      @Nullable SnapshotId parent,
      BackupPipeline.Result result,
      Reliance reliance) {
    // The id comes from the sealed manifest; the one in here is never written.
    Snapshot snapshot =
        Snapshot.builder(new SnapshotId("0".repeat(64)))
            .time(started)
            .of(request.origin(), request.source().host(), request.source().roots())
            .tagged(request.tags(), request.description())
            .made(Parents.name(request.strategy()), parent)
            .holds(counters.filesInSnapshot(), DataSize.ofBytes(counters.bytesInSnapshot()))
            .build();
    byte[] container = Manifests.seal(run, new Manifest(snapshot, result.tree()));
    List<String> segments = index.finish();
    Change.Commit commit = new Change.Commit(run.name(), segments, container);
    LogState committed = log().append(repository.state(), commit, reliance::requireIn);
    logger.debug("Committed at log entry {}, begun at {}", committed.number(), state.number());
    return commit.snapshotId();
  }

  private BackupReport report(
      SnapshotId snapshot, @Nullable SnapshotId parent, BackupPipeline.Result result) {
    BackupReport report =
        BackupReport.builder()
            .snapshot(snapshot, parent)
            .origin(request.origin(), request.strategy())
            .entries(
                counters.filesNew(),
                counters.filesChanged(),
                counters.filesUnmodified(),
                counters.directories())
            .excluded(excluded)
            .bytes(
                DataSize.ofBytes(counters.bytesProcessed()),
                DataSize.ofBytes(counters.bytesNew()),
                DataSize.ofBytes(store.bytesCreated()))
            .duration(meter.elapsed())
            .problems(result.problems())
            .notKept(result.notKept())
            .build();
    if (!report.complete() && !request.incompleteAllowed()) {
      throw new IncompleteBackupException(report);
    }
    return report;
  }
}
