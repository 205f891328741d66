package io.byssus.core.target;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetSession.Begun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories that a session began and did not end: where entries go follows from the one they
 * are in, so that no path is looked up through what somebody else may have put there. Thread-safe.
 */
final class BegunDirectories {
  private final Map<EntryPath, BegunDirectory> begun = new ConcurrentHashMap<>();

  void add(EntryPath path, BegunDirectory directory) {
    begun.put(path, directory);
  }

  /** Forgets a directory, if it was begun. */
  void forget(EntryPath path) {
    BegunDirectory forgotten = begun.remove(path);
    if (forgotten != null) {
      forgotten.close();
    }
  }

  /** Forgets all. */
  void close() {
    begun.keySet().forEach(this::forget);
  }

  /** Returns where what is in a directory is found, or {@code null} if it was not begun. */
  @Nullable Path find(EntryPath directory) {
    BegunDirectory known = begun.get(directory);
    return known == null ? null : known.place();
  }

  /** Takes a directory that ends. */
  BegunDirectory remove(EntryPath path) throws IOException {
    BegunDirectory ended = begun.remove(path);
    if (ended == null) {
      throw new IOException("directory '" + path + "' was not begun");
    }
    return ended;
  }

  /** Returns the directory that an entry is in; of the top, the top. */
  BegunDirectory parent(EntryPath path) {
    BegunDirectory parent = begun.get(parentPath(path));
    if (parent == null) {
      throw new IllegalStateException("the directory of '" + path + "' was not begun");
    }
    return parent;
  }

  /** Returns where an entry goes. */
  Path place(EntryPath path) throws IOException {
    List<EntryName> names = path.names();
    if (names.isEmpty()) {
      throw new IOException("the top directory can only be a directory");
    }
    BegunDirectory parent = begun.get(parentPath(path));
    if (parent == null) {
      throw new IOException("the directory of '" + path + "' was not begun, or could not be");
    }
    Path place = FileTargetView.place(parent.place(), path, names.get(names.size() - 1));
    Path name = place.getFileName();
    if (name == null || UndoLog.isArea(parentPath(path), name)) {
      throw new IOException("the name of '" + path + "' is kept for what restores take back");
    }
    return place;
  }

  /**
   * Returns whether taking back has to know of a change: below what was made, the top of that does.
   */
  boolean mustBeTakenBack(EntryPath path) {
    return parent(path).state() == Begun.FOUND || path.names().size() <= 1;
  }

  /** Returns what is known of an entry that is made. */
  MetadataWriter.Origin origin(EntryPath path) {
    return (path.isRoot() || parent(path).state() == Begun.FOUND)
        ? MetadataWriter.Origin.NEW_IN_OLD
        : MetadataWriter.Origin.NEW;
  }

  /** Returns the path of the directory that an entry is in; of the top, the top. */
  static EntryPath parentPath(EntryPath path) {
    List<EntryName> names = path.names();
    return EntryPath.of(names.subList(0, Math.max(0, names.size() - 1)));
  }
}
