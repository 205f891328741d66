package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.MetadataReader;
import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A root of a source, or a directory that leads to one: a node of the tree of all roots. */
final class RootNode {
  private final Path path;
  private final Map<EntryName, RootNode> children = new TreeMap<>();

  /** Whether a root has to be there. */
  enum Demand {
    /** Without it there is no backup. */
    REQUIRED,
    /** It is reported as missing when it is. */
    OPTIONAL
  }

  private RootNode(Path path) {
    this.path = path;
  }

  /**
   * Returns the top of the tree of roots, none of which lies below another that is a directory.
   *
   * @param roots absolute paths, at least one, each before those below it; and whether it has to be
   *     there
   * @param read where they are read from
   * @throws SourceUnreadableException if one that must be there is missing or can't be looked at,
   *     or none is there
   */
  static RootNode tree(Map<Path, Demand> roots, ReadPaths read) {
    Path first = roots.keySet().iterator().next();
    MetadataReader reader = MetadataReader.of(first.getFileSystem());
    RootNode top = new RootNode(read.of(topOf(first)));
    EntryPath directory = null;
    boolean any = false;
    for (Map.Entry<Path, Demand> root : roots.entrySet()) {
      EntryPath path = entryPath(root.getKey());
      EntryKind kind = kind(read.of(root.getKey()), root.getValue(), reader);
      any |= kind != null;
      // What lies below a directory comes right behind it.
      if (directory == null || !path.startsWith(directory)) {
        top.add(path, root.getKey(), read);
        if (kind == EntryKind.DIRECTORY) {
          directory = path;
        }
      }
    }
    if (!any) {
      throw new SourceUnreadableException(
          "none of the " + roots.size() + " listed paths is there, the first is '" + first + "'");
    }
    return top;
  }

  /** Returns what a root is, or {@code null} for one that is not there and need not be. */
  private static @Nullable EntryKind kind(Path root, Demand demand, MetadataReader reader) {
    try {
      return reader.read(root, LinkOption.NOFOLLOW_LINKS).kind();
    } catch (IOException e) {
      if (demand == Demand.OPTIONAL) {
        return null;
      }
      throw new SourceUnreadableException(
          "can't read '" + entryPath(root) + "': " + FileProblem.describe(e), e);
    }
  }

  private void add(EntryPath entryPath, Path root, ReadPaths read) {
    RootNode node = this;
    List<EntryName> names = entryPath.names();
    for (int i = 0; i < names.size(); i++) {
      // The names of a path on a drive are one more than the path's, see entryPath.
      int depth = root.getNameCount() - (names.size() - 1 - i);
      Path path = depth == 0 ? topOf(root) : topOf(root).resolve(root.subpath(0, depth));
      node = node.children.computeIfAbsent(names.get(i), name -> new RootNode(read.of(path)));
    }
  }

  private static Path topOf(Path absolute) {
    Path top = absolute.getRoot();
    if (top == null) {
      throw new IllegalArgumentException("not an absolute path: " + absolute);
    }
    return top;
  }

  /** Returns an absolute path as the path of an entry; a drive letter is its first name. */
  static EntryPath entryPath(Path absolute) {
    List<EntryName> names = new ArrayList<>();
    String drive = topOf(absolute).toString().replaceAll("[:/\\\\]+", "");
    if (!drive.isEmpty()) {
      names.add(EntryName.of(drive));
    }
    for (Path name : absolute) {
      if (!name.toString().isEmpty()) {
        names.add(EntryName.of(PathBytes.ofName(name)));
      }
    }
    return EntryPath.of(names);
  }

  /** Returns where it is. */
  Path path() {
    return path;
  }

  /** Returns whether this is a root, rather than a directory that leads to one. */
  boolean isRoot() {
    return children.isEmpty();
  }

  /** Returns what leads on to roots, by name. */
  Map<EntryName, RootNode> children() {
    return children;
  }
}
