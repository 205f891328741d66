package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.pipeline.MissingContent;
import io.byssus.core.internal.pipeline.RestoreTally;
import io.byssus.core.internal.pipeline.Verdict;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestorePlan.Action;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds out what a restore would do, and changes nothing. */
final class RestorePlanner implements RestoreActions {
  private final TargetView view;
  private final MissingContent missing;
  private final RestorePlan.Builder plan;
  private final RestoreTally tally = new RestoreTally();

  private RestorePlanner(TargetView view, MissingContent missing, RestorePlan.Builder plan) {
    this.view = view;
    this.missing = missing;
    this.plan = plan;
  }

  static RestorePlan plan(OpenRepository repository, RestoreRequest request) {
    RestoreEngine.requireSafe(request);
    LogState state = repository.state();
    Manifest manifest = repository.manifest(state, request.snapshot());
    try (ChunkReader reader = repository.chunks(state, request.snapshot()).reader();
        TargetView view = view(request)) {
      TreeReader trees = new TreeReader(reader::readCopy);
      Cancellation cancellation = new Cancellation("plan of a restore");
      RestorePlanner planner =
          new RestorePlanner(
              view,
              new MissingContent(reader, trees, cancellation),
              RestorePlan.of(request.snapshot(), request.target().location()));
      RestoreTop top = RestoreTop.of(manifest, request.from(), trees);
      RepositoryPlace place = RepositoryPlace.in(request.target(), repository.location());
      new RestoreWalk(request, manifest, trees, place, planner, cancellation).run(top);
      return planner.plan.problems(planner.tally.problems()).toTakeBack(view.toTakeBack()).build();
    } catch (IOException e) {
      throw unusable(request, e);
    }
  }

  private static TargetView view(RestoreRequest request) {
    try {
      return request
          .target()
          .view()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      request.target().location()
                          + " can't be looked into, so there is no plan of a restore into it"));
    } catch (IOException e) {
      throw unusable(request, e);
    }
  }

  private static TargetUnwritableException unusable(RestoreRequest request, IOException failure) {
    return new TargetUnwritableException(
        "can't look into '" + request.target().location() + "': " + failure, failure);
  }

  private void add(EntryPath path, EntryKind kind, Action action, long bytes) {
    plan.add(new RestorePlan.Step(path, kind, action, bytes));
  }

  @Override
  public Begun beginDirectory(EntryPath path, @Nullable TargetEntry found) {
    if (path.isRoot()) {
      return Begun.FOUND;
    }
    add(path, EntryKind.DIRECTORY, found == null ? Action.CREATE : Action.UNCHANGED, 0);
    return found == null ? Begun.CREATED : Begun.FOUND;
  }

  @Override
  public @Nullable FoundEntries look(EntryPath path) {
    try {
      return FoundEntries.in(path, view);
    } catch (IOException e) {
      tally.notWritten(path, e);
      return null;
    }
  }

  @Override
  public void endDirectory(EntryPath path, EntryMetadata metadata) {
    // It was planned when it was begun.
  }

  @Override
  public void leaveDirectory(EntryPath path) {
    // It was planned when it was begun.
  }

  @Override
  public void entry(EntryPath path, TreeEntry entry, Verdict verdict, @Nullable TargetEntry found) {
    long size = entry.metadata().size();
    switch (verdict) {
      case KEEP -> add(path, entry.kind(), Action.KEEP, 0);
      case SAME -> add(path, entry.kind(), Action.UNCHANGED, 0);
      case WRITE -> add(path, entry.kind(), found == null ? Action.CREATE : Action.OVERWRITE, size);
      case COMPARE -> compare(path, entry);
    }
  }

  private void compare(EntryPath path, TreeEntry entry) {
    try (TargetContent found = view.open(path)) {
      long bytes = missing.bytes(entry.content(), found);
      boolean same = bytes == 0 && found.size() == entry.metadata().size();
      add(path, entry.kind(), same ? Action.UNCHANGED : Action.OVERWRITE, bytes);
    } catch (IOException e) {
      add(path, entry.kind(), Action.OVERWRITE, entry.metadata().size());
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      tally.damaged(path, e);
    }
  }

  @Override
  public void keep(EntryPath path) {
    add(path, EntryKind.DIRECTORY, Action.KEEP, 0);
  }

  @Override
  public void keepExtra(EntryPath path, TargetEntry found) {
    add(path, found.metadata().kind(), Action.KEEP, 0);
  }

  @Override
  public boolean removeExtra(EntryPath path, TargetEntry found) {
    add(path, found.metadata().kind(), Action.DELETE, size(path, found));
    return true;
  }

  @Override
  public boolean clear(EntryPath path, TargetEntry found) {
    return removeExtra(path, found);
  }

  private long size(EntryPath path, TargetEntry found) {
    if (found.metadata().kind() != EntryKind.DIRECTORY) {
      return found.metadata().size();
    }
    long size = 0;
    try {
      for (TargetEntry child : view.list(path)) {
        size += size(path.resolve(child.name()), child);
      }
    } catch (IOException e) {
      tally.notWritten(path, e);
    }
    return size;
  }

  @Override
  public void damaged(EntryPath path, ByssusException failure) {
    tally.damaged(path, failure);
  }

  @Override
  public void unreached() {
    // The plan says what happens to the directory above it.
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
