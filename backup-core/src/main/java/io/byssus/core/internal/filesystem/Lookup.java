package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryName;
import io.byssus.core.internal.tree.TreeEntry;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries by path, as Linux does: a name at a time, links followed on the way, none of them
 * out of the snapshot. Safe for use by many threads.
 */
final class Lookup {
  /** As Linux: path_resolution(7). */
  private static final int MAX_LINKS = 40;

  private final SnapshotFileSystem fileSystem;
  private final Node top;
  private final DirectoryCache directories;

  /** What to do with a link that is the last name of a path. */
  enum LastLink {
    FOLLOW,
    KEEP
  }

  Lookup(SnapshotFileSystem fileSystem, TreeEntry top, DirectoryCache directories) {
    this.fileSystem = fileSystem;
    this.top = new Node(null, top);
    this.directories = directories;
  }

  Node find(SnapshotPath path, LastLink last) throws IOException {
    Deque<String> left = new ArrayDeque<>(path.toAbsolutePath().names());
    Node at = top;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (!at.isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
      Node next = step(path, at, name);
      if (next.isLink() && (last == LastLink.FOLLOW || !left.isEmpty())) {
        if (++links > MAX_LINKS) {
          throw new FileSystemLoopException(path.toString());
        }
        SnapshotPath target = target(path, next);
        pushAll(left, target.names());
        at = target.isAbsolute() ? top : at;
      } else {
        at = next;
      }
    }
    return at;
  }

  private SnapshotPath target(SnapshotPath path, Node link) throws IOException {
    try {
      byte[] target = link.entry().linkTarget();
      if (target.length > 0) {
        return SnapshotPath.of(fileSystem, target);
      }
    } catch (InvalidPathException e) {
      // A target may be any bytes; what is no path leads nowhere.
    }
    throw new NoSuchFileException(path.toString());
  }

  private static void pushAll(Deque<String> left, List<String> names) {
    for (int i = names.size() - 1; i >= 0; i--) {
      left.push(names.get(i));
    }
  }

  private Node step(SnapshotPath path, Node at, String name) throws IOException {
    if (name.equals(".")) {
      return at;
    }
    if (name.equals("..")) {
      return at.up();
    }
    TreeEntry child = child(entries(path, at), PathText.name(name));
    if (child == null) {
      throw new NoSuchFileException(path.toString());
    }
    return new Node(at, child);
  }

  /** Returns the entries of a directory, in the order of their names. */
  List<TreeEntry> entries(SnapshotPath path, Node directory) throws IOException {
    return Damage.asIo(path, () -> directories.entries(directory.entry().subtree()));
  }

  private static @Nullable TreeEntry child(List<TreeEntry> entries, EntryName name) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).name().compareTo(name);
      if (order == 0) {
        return entries.get(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }
}
