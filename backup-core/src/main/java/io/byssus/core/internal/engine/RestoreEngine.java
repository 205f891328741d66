package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.event.Phase;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pack.ChunkSource;
import io.byssus.core.internal.pipeline.RestorePipeline;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.RestoreReport;
import io.byssus.crypto.CipherWarmUp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a restore: walks a snapshot's trees and gives what is asked for to the pipeline. */
final class RestoreEngine {
  private final OpenRepository repository;
  private final RestoreRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final Selection selection;

  private RestoreEngine(
      OpenRepository repository,
      RestoreRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
    this.selection = new Selection(request.includes());
  }

  /** Starts a restore. */
  static Execution<RestoreReport> start(OpenRepository repository, RestoreRequest request) {
    return repository.start(
        "restore",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "restore",
                () -> new RestoreEngine(repository, request, meter, cancellation).run(),
                RestoreReport::snapshot));
  }

  private RestoreReport run() {
    CipherWarmUp.inBackground();
    try (Target target = request.target()) {
      LogState state = repository.state();
      Manifest manifest = repository.manifest(state, request.snapshot());
      ChunkSource chunks = repository.chunks(repository.index(state));
      if (selection.everything()) {
        meter.expect(manifest.snapshot().files(), manifest.snapshot().size().bytes());
        meter.totalsFinal();
      }
      meter.enter(Phase.RESTORING);
      try (ChunkReader treeReader = chunks.reader();
          RestorePipeline pipeline =
              new RestorePipeline(
                  target,
                  repository.settings().processors(),
                  chunks::reader,
                  new TreeReader(treeReader::readCopy),
                  meter,
                  cancellation)) {
        restore(manifest, new TreeReader(treeReader::readCopy), pipeline);
        pipeline.finish();
        requireMatches(manifest, pipeline);
        return report(manifest, target, pipeline);
      }
    }
  }

  private void restore(Manifest manifest, TreeReader trees, RestorePipeline pipeline) {
    TreeEntry top =
        TreeEntry.directory(
            EntryName.of("top"),
            EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755).build(),
            manifest.tree());
    Directory directory = new Directory(null, EntryPath.root(), top, pipeline);
    if (!directory.begun()) {
      throw new TargetUnwritableException(
          "the target "
              + request.target().location()
              + " can't be used: "
              + pipeline.problems().get(0).message());
    }
    new Walk(trees, pipeline).below(directory, selection.everything());
    directory.end();
  }

  private void requireMatches(Manifest manifest, RestorePipeline pipeline) {
    boolean nothing = pipeline.files() + pipeline.links() == 0 && pipeline.directories() <= 1;
    if (!selection.everything() && nothing && pipeline.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "nothing in snapshot "
              + manifest.snapshot().id().abbreviated()
              + " matches "
              + String.join(", ", request.includes()));
    }
  }

  private RestoreReport report(Manifest manifest, Target target, RestorePipeline pipeline) {
    RestoreReport report =
        RestoreReport.of(manifest.snapshot().id(), target.location())
            .entries(pipeline.files(), pipeline.directories(), pipeline.links())
            .figures(DataSize.ofBytes(pipeline.bytes()), meter.elapsed())
            .problems(pipeline.problems())
            .build();
    if (!report.complete() && !request.incompleteAllowed()) {
      throw new IncompleteRestoreException(report);
    }
    return report;
  }

  /** A directory of the target, which is begun when the first entry below it is restored. */
  private static final class Directory {
    private final @Nullable Directory parent;
    private final EntryPath path;
    private final TreeEntry entry;
    private final RestorePipeline pipeline;
    private State state = State.UNTOUCHED;

    private enum State {
      UNTOUCHED,
      BEGUN,
      REFUSED
    }

    Directory(
        @Nullable Directory parent, EntryPath path, TreeEntry entry, RestorePipeline pipeline) {
      this.parent = parent;
      this.path = path;
      this.entry = entry;
      this.pipeline = pipeline;
    }

    boolean begun() {
      if (state == State.UNTOUCHED) {
        boolean there = (parent == null || parent.begun()) && pipeline.beginDirectory(path);
        state = there ? State.BEGUN : State.REFUSED;
      }
      return state == State.BEGUN;
    }

    void end() {
      if (state == State.BEGUN) {
        pipeline.endDirectory(path, entry);
      }
    }
  }

  /** Walks the trees. */
  private final class Walk {
    private final TreeReader trees;
    private final RestorePipeline pipeline;

    Walk(TreeReader trees, RestorePipeline pipeline) {
      this.trees = trees;
      this.pipeline = pipeline;
    }

    void below(Directory directory, boolean selected) {
      List<TreeEntry> entries;
      try {
        entries = trees.directory(directory.entry.subtree());
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        pipeline.damaged(directory.path, e);
        return;
      }
      for (TreeEntry entry : entries) {
        cancellation.check();
        EntryPath path = directory.path.resolve(entry.name());
        boolean wanted = selected || selection.matches(directory.path, entry.name(), entry.kind());
        if (entry.kind() == EntryKind.DIRECTORY) {
          Directory child = new Directory(directory, path, entry, pipeline);
          if (wanted ? child.begun() : selection.mayMatchBelow(path)) {
            below(child, wanted);
            child.end();
          }
        } else if (wanted && directory.begun()) {
          leaf(path, entry);
        }
      }
    }

    private void leaf(EntryPath path, TreeEntry entry) {
      if (entry.kind() == EntryKind.SYMBOLIC_LINK) {
        pipeline.link(path, entry);
        return;
      }
      if (entry.kind() != EntryKind.FILE) {
        pipeline.notMade(path, entry);
        return;
      }
      long size = entry.content().size();
      if (!selection.everything()) {
        meter.expect(1, size);
      }
      pipeline.file(path, entry);
    }
  }
}
