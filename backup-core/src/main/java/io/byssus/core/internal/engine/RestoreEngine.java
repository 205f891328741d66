package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DataSize;
import io.byssus.api.EntryNotFoundException;
import io.byssus.api.Execution;
import io.byssus.api.event.Phase;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pack.ChunkSource;
import io.byssus.core.internal.pipeline.RestorePipeline;
import io.byssus.core.internal.pipeline.RestoreTally;
import io.byssus.core.internal.pipeline.RestoreTally.Count;
import io.byssus.core.internal.pipeline.Verdict;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.PartialRestore;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.target.FileTarget;
import io.byssus.crypto.CryptoWarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a restore: walks a snapshot's trees and gives what is to be done to the pipeline. */
final class RestoreEngine {
  private final OpenRepository repository;
  private final RestoreRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final RestoreTally tally = new RestoreTally();
  private List<String> takenBack = List.of();

  private RestoreEngine(
      OpenRepository repository,
      RestoreRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /** Starts a restore. */
  static Execution<RestoreReport> start(OpenRepository repository, RestoreRequest request) {
    requireSafe(request);
    return repository.start(
        "restore",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "restore",
                () -> new RestoreEngine(repository, request, meter, cancellation).run(),
                RestoreReport::snapshot));
  }

  /** Refuses what would empty a whole file system by a slip. */
  static void requireSafe(RestoreRequest request) {
    if (request.asks(RestoreRequest.Option.DELETE_EXTRAS)
        && request.target() instanceof FileTarget files
        && isTopOfFileSystem(files.directory())) {
      throw new TargetUnwritableException(
          "extras are not deleted in " + files.location() + ", the root of a file system",
          "Restore a directory from the snapshot into that directory instead.",
          null);
    }
  }

  private static boolean isTopOfFileSystem(Path directory) {
    try {
      return Files.exists(directory) && directory.toRealPath().getParent() == null;
    } catch (IOException e) {
      return directory.normalize().getParent() == null;
    }
  }

  private RestoreReport run() {
    CryptoWarmUp.inBackground();
    LogState state = repository.state();
    Manifest manifest = repository.manifest(state, request.snapshot());
    ChunkSource chunks = repository.chunks(state, request.snapshot());
    try (ChunkReader reader = chunks.reader()) {
      RestoreTop top = RestoreTop.of(manifest, request.from(), new TreeReader(reader::readCopy));
      if (request.whole()) {
        meter.expect(manifest.snapshot().files(), manifest.snapshot().size().bytes());
        meter.totalsFinal();
      }
      meter.enter(Phase.RESTORING);
      try (TargetSession session = request.target().open()) {
        requireView(session);
        session.onOmission(tally::omit);
        takenBack = session.takenBack();
        try {
          restore(manifest, top, chunks, reader, session);
          return end(session);
        } catch (IncompleteRestoreException e) {
          throw e;
        } catch (RuntimeException | Error e) {
          e.addSuppressed(new PartialRestore(partial(manifest, takeBack(session, e))));
          throw e;
        }
      }
    }
  }

  private void requireView(TargetSession session) {
    boolean looks =
        request.overwrite() != Overwrite.ALWAYS
            || request.asks(RestoreRequest.Option.DELETE_EXTRAS)
            || request.asks(RestoreRequest.Option.VERIFY);
    if (looks && session.view().isEmpty()) {
      throw new IllegalArgumentException(
          request.target().location()
              + " can't be looked into: everything is written there, and nothing verified or"
              + " deleted");
    }
  }

  private void restore(
      Manifest manifest,
      RestoreTop top,
      ChunkSource chunks,
      ChunkReader reader,
      TargetSession session) {
    try (RestorePipeline pipeline =
        new RestorePipeline(
            session,
            request.asks(RestoreRequest.Option.VERIFY),
            repository.settings().processors(),
            chunks::reader,
            reader,
            tally,
            meter,
            cancellation)) {
      RestoreWalk walk =
          new RestoreWalk(
              request,
              manifest,
              new TreeReader(reader::readCopy),
              RepositoryPlace.in(request.target(), repository.location()),
              new Doing(pipeline, session),
              cancellation);
      if (!walk.run(top)) {
        throw new TargetUnwritableException(
            "the target "
                + request.target().location()
                + " can't be used: "
                + tally.problems().get(0).message());
      }
      pipeline.finish();
      requireMatches(manifest, walk);
    }
  }

  private void requireMatches(Manifest manifest, RestoreWalk walk) {
    boolean found = walk.foundAny() || tally.get(Count.DELETED) > 0 || tally.problemCount() > 0;
    if (!request.includes().isEmpty() && !found) {
      throw new EntryNotFoundException(
          "nothing in snapshot "
              + manifest.snapshot().id().abbreviated()
              + " matches "
              + String.join(", ", request.includes()));
    }
  }

  private RestoreReport end(TargetSession session) {
    RestoreReport report = counted(RestoreReport.Outcome.FINISHED).build();
    boolean lost =
        request.asks(RestoreRequest.Option.METADATA_REQUIRED) && !report.notKept().isEmpty();
    boolean incomplete =
        !report.complete() && !request.asks(RestoreRequest.Option.INCOMPLETE_ALLOWED);
    if (lost || incomplete) {
      throw new IncompleteRestoreException(session.undo() ? rolledBack() : report);
    }
    session.complete();
    return report;
  }

  private static RestoreReport.Outcome takeBack(TargetSession session, Throwable failure) {
    try {
      return session.undo() ? RestoreReport.Outcome.ROLLED_BACK : RestoreReport.Outcome.STOPPED;
    } catch (ByssusException e) {
      failure.addSuppressed(e);
      return RestoreReport.Outcome.STOPPED;
    }
  }

  private RestoreReport partial(Manifest manifest, RestoreReport.Outcome outcome) {
    if (outcome == RestoreReport.Outcome.ROLLED_BACK) {
      return rolledBack();
    }
    RestoreReport.Builder report = counted(outcome);
    return (request.whole() ? report.missing(missing(manifest.snapshot())) : report).build();
  }

  /** Returns what is missing. What a snapshot says of its size may be wrong: never below zero. */
  private RestoreReport.Missing missing(Snapshot snapshot) {
    long files = snapshot.files() - tally.get(Count.FILES);
    long restored = tally.get(Count.BYTES) - tally.get(Count.BYTES_LINKED);
    return new RestoreReport.Missing(
        Math.max(0, files), DataSize.ofBytes(Math.max(0, snapshot.size().bytes() - restored)));
  }

  /** Returns a report without counts: nothing of what was counted is there any more. */
  private RestoreReport rolledBack() {
    return report(RestoreReport.Outcome.ROLLED_BACK).build();
  }

  private RestoreReport.Builder counted(RestoreReport.Outcome outcome) {
    return report(outcome)
        .files(tally.get(Count.FILES), tally.get(Count.FILES_UNCHANGED))
        .entries(tally.get(Count.DIRECTORIES), tally.get(Count.LINKS), tally.get(Count.OTHERS))
        .leftAndDeleted(tally.get(Count.KEPT), tally.get(Count.DELETED))
        .bytes(
            DataSize.ofBytes(tally.get(Count.BYTES)),
            DataSize.ofBytes(tally.get(Count.BYTES_WRITTEN)),
            DataSize.ofBytes(tally.get(Count.BYTES_REUSED)),
            DataSize.ofBytes(tally.get(Count.BYTES_VERIFIED)))
        .unreached(tally.get(Count.UNREACHED));
  }

  private RestoreReport.Builder report(RestoreReport.Outcome outcome) {
    return RestoreReport.of(request.snapshot(), request.target().location())
        .duration(meter.elapsed())
        .problems(tally.problems(), tally.problemCount())
        .notKept(tally.omissions())
        .outcome(outcome)
        .takenBack(takenBack);
  }

  /** Does what is to be done. */
  private final class Doing implements RestoreActions {
    private final RestorePipeline pipeline;
    private final TargetSession session;

    Doing(RestorePipeline pipeline, TargetSession session) {
      this.pipeline = pipeline;
      this.session = session;
    }

    @Override
    public @Nullable Begun beginDirectory(EntryPath path, @Nullable TargetEntry found) {
      return pipeline.beginDirectory(path);
    }

    @Override
    public @Nullable FoundEntries look(EntryPath path) {
      if (session.view().isEmpty()) {
        return FoundEntries.none(path);
      }
      try {
        return FoundEntries.in(path, session.view().get());
      } catch (IOException e) {
        tally.notWritten(path, e);
        return null;
      }
    }

    @Override
    public void endDirectory(EntryPath path, EntryMetadata metadata) {
      pipeline.endDirectory(path, metadata);
    }

    @Override
    public void leaveDirectory(EntryPath path) {
      pipeline.leaveDirectory(path);
    }

    @Override
    public void entry(
        EntryPath path, TreeEntry entry, Verdict verdict, @Nullable TargetEntry found) {
      if (!request.whole() && entry.kind() == EntryKind.FILE) {
        meter.expect(1, entry.metadata().size());
      }
      pipeline.entry(path, entry, verdict);
    }

    @Override
    public void keep(EntryPath path) {
      tally.add(Count.KEPT, 1);
    }

    @Override
    public void keepExtra(EntryPath path, TargetEntry found) {
      tally.add(Count.KEPT, 1);
    }

    @Override
    public boolean removeExtra(EntryPath path, TargetEntry found) {
      return remove(path);
    }

    @Override
    public boolean clear(EntryPath path, TargetEntry found) {
      return remove(path);
    }

    private boolean remove(EntryPath path) {
      boolean gone = pipeline.remove(path);
      tally.add(Count.DELETED, gone ? 1 : 0);
      return gone;
    }

    @Override
    public void damaged(EntryPath path, ByssusException failure) {
      tally.damaged(path, failure);
    }

    @Override
    public void unreached() {
      tally.add(Count.UNREACHED, 1);
    }

    @Override
    public void notWritten(EntryPath path, IOException failure) {
      tally.notWritten(path, failure);
    }

    @Override
    public void note(EntryPath path, RestoreProblem.Kind kind, String message) {
      tally.note(path, kind, message);
    }
  }
}
