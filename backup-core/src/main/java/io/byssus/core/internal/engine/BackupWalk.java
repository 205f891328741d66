package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.event.Phase;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.Compression;
import io.byssus.core.internal.chunk.FastCdc;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordCompressor;
import io.byssus.core.internal.pipeline.BackupCounters;
import io.byssus.core.internal.pipeline.BackupPipeline;
import io.byssus.core.internal.store.MeteredStore;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.crypto.WriterRun;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Walks a source once for a backup: stores what is new, and notes what it relies on. */
final class BackupWalk {
  private final OpenRepository repository;
  private final BackupRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final MeteredStore store;
  private final WriterRun run;
  private final RunIndex index;

  /**
   * What a walk brought about; everything is in the store.
   *
   * @param result the draft of a snapshot
   * @param chosen the packs of other runs, or of earlier walks, in which chunks were found
   * @param found those of them that have content which was read, and so need not be stored
   * @param own the packs that were stored
   * @param counters what was counted
   * @param excluded how many entries were left out
   */
  record Draft(
      BackupPipeline.Result result,
      List<IndexedPack> chosen,
      List<IndexedPack> found,
      List<PackName> own,
      BackupCounters counters,
      long excluded) {}

  BackupWalk(
      OpenRepository repository,
      BackupRequest request,
      ProgressMeter meter,
      Cancellation cancellation,
      MeteredStore store,
      WriterRun run,
      RunIndex index) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
    this.store = store;
    this.run = run;
    this.index = index;
  }

  /**
   * Walks.
   *
   * @param state what the log says
   * @param parent the tree to compare with, unless a host's cache has another; a file that is as in
   *     there is not read if all its chunks have a copy that may be relied on
   */
  Draft run(LogState state, @Nullable ChunkId parent) {
    ChunkIndex chunks = repository.index(state);
    KnownChunks known = new KnownChunks(chunks);
    Reliance.avoidWhatMayGo(state, chunks, known);
    Parents.distrustMissingPacks(repository, chunks, known);
    meter.enter(Phase.STORING);
    PackSettings settings =
        PackSettings.forHeap(repository.settings().processors(), Runtime.getRuntime().maxMemory());
    BackupCounters counters = new BackupCounters();
    Supplier<RecordCompressor> compressors = compressors();
    try (PackWriter packs =
            new PackWriter(run, PackStore.in(store, state.parity()), settings, index);
        ChunkPacker treePacker =
            packer(PackKind.TREE, known, packs, compressors.get(), new LongAdder());
        ParentTrees trees = ParentTrees.openAndKeep(repository, request, chunks, parent)) {
      BackupPipeline pipeline =
          new BackupPipeline(
              new FastCdc(repository.configuration().chunkSizes(), repository.keys().gearTable()),
              repository.settings().processors(),
              () ->
                  packer(PackKind.DATA, known, packs, compressors.get(), counters.bytesNewAdder()),
              new TreeWriter(
                  trees.keeping(tree -> treePacker.store(tree, 0, tree.length)),
                  repository.keys().nameHasher()),
              counters,
              meter,
              cancellation);
      BackupPipeline.Parent compared =
          new BackupPipeline.Parent(
              trees.reader(), known, repository.keys().nameHasher(), trees.root());
      Read read =
          Quiescence.during(request.quiesce(), cancellation, () -> read(pipeline, compared));
      meter.enter(Phase.COMMITTING);
      treePacker.flush();
      packs.finish();
      trees.finish(read.result().tree());
      return new Draft(
          read.result(),
          known.packsReliedOn(),
          known.packsFoundIn(),
          index.packsOfWalk(),
          counters,
          read.excluded());
    }
  }

  private record Read(BackupPipeline.Result result, long excluded) {}

  private Read read(BackupPipeline pipeline, BackupPipeline.Parent parent) {
    try (SourceSession session = request.source().open()) {
      BackupPipeline.Result result = pipeline.run(session, parent);
      return new Read(result, session.excluded());
    }
  }

  private Supplier<RecordCompressor> compressors() {
    Compression compression = request.compression();
    if (compression.codec().equals(Compression.NO_CODEC)) {
      return RecordCompressor::none;
    }
    var codec = repository.codecs().codec(compression.codec());
    return () -> RecordCompressor.with(codec, compression.level());
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
}
