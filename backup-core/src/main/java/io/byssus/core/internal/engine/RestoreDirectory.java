package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a snapshot on its way into the target, where it is begun when the first entry
 * below it is restored.
 */
final class RestoreDirectory {
  private final @Nullable RestoreDirectory parent;
  private final EntryPath path;
  private final EntryPath inSnapshot;
  private final TreeEntry entry;
  private final boolean wanted;
  private final boolean backedUp;
  private final List<String> names;
  private State state = State.UNTOUCHED;
  private FoundEntries found;
  private @Nullable TargetEntry there;

  private enum State {
    UNTOUCHED,
    CREATED,
    FOUND,
    REFUSED
  }

  /**
   * Creates a directory.
   *
   * @param path where it goes in the target
   * @param inSnapshot where it is in the snapshot
   * @param wanted whether it was asked for itself, rather than leading to what was
   * @param backedUp whether it was backed up itself, rather than leading to what was
   */
  RestoreDirectory(
      @Nullable RestoreDirectory parent,
      EntryPath path,
      EntryPath inSnapshot,
      TreeEntry entry,
      boolean wanted,
      boolean backedUp) {
    this.parent = parent;
    this.path = path;
    this.inSnapshot = inSnapshot;
    this.entry = entry;
    this.wanted = wanted;
    this.backedUp = backedUp;
    this.found = FoundEntries.none(path);
    this.names = inSnapshot.names().stream().map(RestoreDirectory::text).toList();
  }

  static String text(EntryName name) {
    return new String(name.bytes(), StandardCharsets.UTF_8);
  }

  EntryPath path() {
    return path;
  }

  EntryPath inSnapshot() {
    return inSnapshot;
  }

  TreeEntry entry() {
    return entry;
  }

  boolean backedUp() {
    return backedUp;
  }

  /** Returns the names of its path in the snapshot, as patterns see them. */
  List<String> names() {
    return names;
  }

  /** Returns what was in it before. */
  FoundEntries found() {
    return found;
  }

  /** Returns whether it was begun and was there before. */
  boolean wasThere() {
    return state == State.FOUND;
  }

  /** Returns whether it is there, and makes sure of it before. */
  boolean begun(RestoreActions actions, RestoreRules rules) {
    if (state == State.UNTOUCHED) {
      state = State.REFUSED;
      if (parent == null || parent.begun(actions, rules)) {
        begin(actions, rules);
      }
    }
    return state != State.REFUSED;
  }

  private void begin(RestoreActions actions, RestoreRules rules) {
    try {
      there = parent == null ? null : parent.found.find(entry.name());
    } catch (IOException e) {
      actions.notWritten(path, e);
      return;
    }
    if (there != null && there.metadata().kind() != entry.kind()) {
      if (!backedUp) {
        actions.note(path, RestoreProblem.Kind.NOT_WRITTEN, inTheWay(there));
        return;
      }
      if (!rules.mayReplace(there.metadata(), entry.metadata())) {
        actions.keep(path);
        return;
      }
      if (!actions.clear(path, there)) {
        return;
      }
      there = null;
    }
    Begun begun = actions.beginDirectory(path, there);
    if (begun == Begun.CREATED) {
      state = State.CREATED;
    } else if (begun == Begun.FOUND) {
      FoundEntries entries = actions.look(path);
      if (entries != null) {
        state = State.FOUND;
        found = entries;
      }
    }
  }

  /**
   * What leads to something that was backed up is not in the snapshot itself: nothing says that it
   * was a directory and no link to one, so that what is there is more than what is known.
   */
  private String inTheWay(TargetEntry found) {
    boolean link = found.metadata().kind() == EntryKind.SYMBOLIC_LINK;
    String what =
        link
            ? "a symbolic link to '" + new String(found.linkTarget(), StandardCharsets.UTF_8) + "'"
            : "a " + found.metadata().kind();
    return what
        + " is where a directory is to lead to what was backed up, and is "
        + (link ? "neither followed nor removed" : "not removed")
        + ": restore that directory by itself, as 'restore SNAPSHOT:"
        + inSnapshot
        + " --target DIRECTORY' does";
  }

  /** Ends it, if it was begun; one that only leads to what is wanted keeps what it had. */
  void end(RestoreActions actions, RestoreRules rules) {
    if (state == State.CREATED || (state == State.FOUND && mayChange(rules))) {
      actions.endDirectory(path, entry.metadata());
    } else if (state == State.FOUND) {
      actions.leaveDirectory(path);
    }
  }

  private boolean mayChange(RestoreRules rules) {
    return wanted
        && backedUp
        && (there == null || rules.mayReplace(there.metadata(), entry.metadata()));
  }
}
