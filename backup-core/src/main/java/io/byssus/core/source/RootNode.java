package io.byssus.core.source;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.AbsolutePath;
import io.byssus.core.internal.file.FileProblem;
import io.byssus.core.internal.file.MissingRootException;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A root of a source, or a directory that leads to one: a node of the tree of all roots. A root can
 * lead to others that are in it.
 */
final class RootNode {
  private final Path path;
  private final Map<EntryName, RootNode> children = new TreeMap<>();
  private final Map<EntryPath, IOException> missing = new TreeMap<>();
  private boolean root;

  private RootNode(Path path) {
    this.path = path;
  }

  /**
   * Returns the top of the tree of roots.
   *
   * @param roots absolute paths, at least one
   * @param read where they are read from
   * @throws SourceUnreadableException if there is none of them that can be looked at
   */
  static RootNode tree(Collection<Path> roots, ReadPaths read) {
    Path first = roots.iterator().next();
    MetadataReader reader = MetadataReader.of(first.getFileSystem());
    RootNode top = new RootNode(read.of(AbsolutePath.top(first)));
    for (Path root : roots) {
      EntryPath path = entryPath(root);
      try {
        reader.read(read.of(root), LinkOption.NOFOLLOW_LINKS);
        top.add(path, root, read);
      } catch (IOException e) {
        top.missing.put(path, missing(e));
      }
    }
    if (top.missing.size() == roots.size()) {
      throw nothing(top.missing);
    }
    return top;
  }

  private static IOException missing(IOException failure) {
    return failure instanceof NoSuchFileException ? new MissingRootException(failure) : failure;
  }

  private static SourceUnreadableException nothing(Map<EntryPath, IOException> missing) {
    Map.Entry<EntryPath, IOException> first = missing.entrySet().iterator().next();
    String reason = "'" + first.getKey() + "': " + FileProblem.describe(first.getValue());
    return new SourceUnreadableException(
        missing.size() == 1
            ? "can't read " + reason
            : "none of the " + missing.size() + " paths can be read, the first is " + reason,
        first.getValue());
  }

  private void add(EntryPath entryPath, Path root, ReadPaths read) {
    RootNode node = this;
    List<EntryName> names = entryPath.names();
    for (int i = 0; i < names.size(); i++) {
      // The names of a path on a drive are one more than the path's, see entryPath.
      int depth = root.getNameCount() - (names.size() - 1 - i);
      Path path =
          depth == 0
              ? AbsolutePath.top(root)
              : AbsolutePath.top(root).resolve(root.subpath(0, depth));
      node = node.children.computeIfAbsent(names.get(i), name -> new RootNode(read.of(path)));
    }
    node.root = true;
  }

  /** Returns an absolute path as the path of an entry. */
  static EntryPath entryPath(Path absolute) {
    return AbsolutePath.entryPath(absolute);
  }

  /** Returns where it is. */
  Path path() {
    return path;
  }

  /** Returns whether this is a root, rather than a directory that only leads to one. */
  boolean isRoot() {
    return root;
  }

  /** Returns the roots that are not there, or can't be looked at, and why; the top knows them. */
  Map<EntryPath, IOException> missing() {
    return missing;
  }

  /** Returns what leads on to roots, by name. */
  Map<EntryName, RootNode> children() {
    return children;
  }
}
