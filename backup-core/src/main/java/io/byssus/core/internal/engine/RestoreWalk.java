package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.file.NameList;
import io.byssus.core.internal.pipeline.Verdict;
import io.byssus.core.internal.tree.DirectoryReader;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a snapshot's trees beside the target and finds what is to be done. */
final class RestoreWalk {
  private final RestoreRequest request;
  private final TreeReader trees;
  private final Selection selection;
  private final RestoreRules rules;
  private final RepositoryPlace repository;
  private final RestoreActions actions;
  private final Cancellation cancellation;

  /** The paths that were backed up; empty for a source that has no paths. */
  private final Set<String> roots = new HashSet<>();

  private boolean foundAny;

  RestoreWalk(
      RestoreRequest request,
      Manifest manifest,
      TreeReader trees,
      RepositoryPlace repository,
      RestoreActions actions,
      Cancellation cancellation) {
    this.request = request;
    this.trees = trees;
    this.selection = new Selection(request.includes(), request.excludes());
    this.rules = new RestoreRules(request.overwrite());
    this.repository = repository;
    this.actions = actions;
    this.cancellation = cancellation;
    manifest.snapshot().paths().stream().filter(path -> path.startsWith("/")).forEach(roots::add);
  }

  /**
   * Goes through everything at and below a top.
   *
   * @return whether the top could be begun
   */
  boolean run(RestoreTop top) {
    boolean backedUp = top.path().names().isEmpty() ? isRoot(top.path()) : isBelowRoot(top.path());
    RestoreDirectory directory =
        new RestoreDirectory(
            null,
            EntryPath.root(),
            top.path(),
            top.entry(),
            selection.includesEverything(),
            backedUp);
    if (!directory.begun(actions, rules)) {
      return false;
    }
    below(directory, selection.includesEverything(), top.only());
    if (top.hasMetadata()) {
      directory.end(actions, rules);
    } else {
      actions.leaveDirectory(directory.path());
    }
    return true;
  }

  /** Returns whether the snapshot had anything below the top that was asked for. */
  boolean foundAny() {
    return foundAny;
  }

  private boolean isRoot(EntryPath path) {
    return roots.isEmpty() || roots.contains(path.toString());
  }

  private boolean isBelowRoot(EntryPath path) {
    EntryPath at = EntryPath.root();
    boolean below = isRoot(at);
    for (EntryName name : path.names()) {
      at = at.resolve(name);
      below |= isRoot(at);
    }
    return below;
  }

  private void below(RestoreDirectory directory, boolean selected, @Nullable EntryName only) {
    NameList inSnapshot = new NameList();
    boolean extras = request.asks(RestoreRequest.Option.DELETE_EXTRAS) && only == null;
    boolean damaged = false;
    DirectoryReader entries = trees.entries(directory.entry().subtree());
    while (true) {
      TreeEntry entry;
      try {
        if (!entries.hasNext()) {
          break;
        }
        entry = entries.next();
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        actions.damaged(directory.path(), e);
        damaged = true;
        continue;
      }
      cancellation.check();
      String name = RestoreDirectory.text(entry.name());
      boolean asked = only == null || only.equals(entry.name());
      if (asked && !selection.excludes(directory.names(), name, entry.kind())) {
        boolean wanted = selected || selection.includes(directory.names(), name, entry.kind());
        foundAny |= wanted;
        visit(directory, entry, wanted);
      }
      if (extras) {
        inSnapshot.add(entry.name());
      }
    }
    if (extras && !damaged && directory.backedUp() && directory.wasThere()) {
      removeExtras(directory, inSnapshot, selected);
    }
  }

  private void visit(RestoreDirectory directory, TreeEntry entry, boolean wanted) {
    EntryPath path = directory.path().resolve(entry.name());
    if (entry.kind() == EntryKind.DIRECTORY) {
      EntryPath inSnapshot = directory.inSnapshot().resolve(entry.name());
      RestoreDirectory child =
          new RestoreDirectory(
              directory,
              path,
              inSnapshot,
              entry,
              wanted,
              directory.backedUp() || isRoot(inSnapshot));
      if (wanted && !child.begun(actions, rules) && !directory.begun(actions, rules)) {
        actions.unreached();
      }
      // Also below what could not be begun: what is not reached is counted.
      if (wanted || selection.mayIncludeBelow(child.names())) {
        below(child, wanted, null);
        child.end(actions, rules);
      }
    } else if (wanted) {
      if (directory.begun(actions, rules)) {
        leaf(directory, path, entry);
      } else {
        actions.unreached();
      }
    }
  }

  private void leaf(RestoreDirectory directory, EntryPath path, TreeEntry entry) {
    TargetEntry found;
    try {
      found = directory.found().find(entry.name());
    } catch (IOException e) {
      actions.notWritten(path, e);
      return;
    }
    if (found != null && found.metadata().kind() == EntryKind.DIRECTORY) {
      if (!rules.mayReplace(found.metadata(), entry.metadata())) {
        actions.entry(path, entry, Verdict.KEEP, found);
        return;
      }
      boolean removable =
          request.asks(RestoreRequest.Option.DELETE_EXTRAS)
              && directory.backedUp()
              && !selection.excludesAnything();
      if (repository.touches(path)) {
        actions.note(
            path,
            RestoreProblem.Kind.NOT_WRITTEN,
            "a DIRECTORY is in the place of a "
                + entry.kind()
                + ", and holds the repository that is restored from: it is not removed");
        return;
      }
      if (!removable) {
        actions.note(
            path,
            RestoreProblem.Kind.NOT_WRITTEN,
            "a DIRECTORY is in the place of a "
                + entry.kind()
                + "; with extras deleted it is replaced, with all that is in it");
        return;
      }
      if (!actions.clear(path, found)) {
        return;
      }
      found = null;
    }
    actions.entry(path, entry, rules.verdict(entry, found), found);
  }

  private void removeExtras(RestoreDirectory directory, NameList inSnapshot, boolean selected) {
    NameList extras = without(inSnapshot, directory.path(), directory.found());
    for (int i = 0; extras != null && i < extras.size(); i++) {
      cancellation.check();
      TargetEntry found = find(directory.path(), directory.found(), extras.get(i));
      if (found == null) {
        continue;
      }
      EntryPath path = directory.path().resolve(found.name());
      if (directory.entry().coverage() == TreeEntry.Coverage.PARTIAL || repository.touches(path)) {
        // It may be what was left out of the snapshot, or could not be read, or all that there is.
        actions.keepExtra(path, found);
      } else {
        removeExtra(directory.path(), directory.names(), found, selected);
      }
    }
  }

  private @Nullable NameList without(NameList others, EntryPath path, FoundEntries found) {
    try {
      return found.without(others);
    } catch (AccessDeniedException e) {
      actions.notWritten(path, e);
      return null;
    }
  }

  private @Nullable TargetEntry find(EntryPath directory, FoundEntries found, EntryName name) {
    try {
      return found.find(name);
    } catch (IOException e) {
      actions.notWritten(directory.resolve(name), e);
      return null;
    }
  }

  /** Removes what may be removed of an entry; returns whether it is gone. */
  private boolean removeExtra(
      EntryPath directory, List<String> names, TargetEntry found, boolean selected) {
    String name = RestoreDirectory.text(found.name());
    EntryKind kind = found.metadata().kind();
    if (selection.excludes(names, name, kind)) {
      return false;
    }
    EntryPath path = directory.resolve(found.name());
    boolean wanted = selected || selection.includes(names, name, kind);
    if (kind != EntryKind.DIRECTORY || (wanted && !selection.excludesAnything())) {
      return wanted && actions.removeExtra(path, found);
    }
    if (actions.beginDirectory(path, found) == null) {
      return false;
    }
    List<String> deeper = new ArrayList<>(names);
    deeper.add(name);
    boolean empty = true;
    FoundEntries children = actions.look(path);
    NameList all = children == null ? null : without(new NameList(), path, children);
    if (children == null || all == null) {
      return false;
    }
    for (int i = 0; i < all.size(); i++) {
      TargetEntry child = find(path, children, all.get(i));
      empty &= child != null && removeExtra(path, deeper, child, wanted);
    }
    if (empty && wanted) {
      return actions.removeExtra(path, found);
    }
    actions.leaveDirectory(path);
    return false;
  }
}
