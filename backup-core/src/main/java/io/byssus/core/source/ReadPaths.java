package io.byssus.core.source;

import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.AbsolutePath;
import io.byssus.core.internal.file.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where paths are read from, if not where they are: in a mounted snapshot of their volume.
 * Immutable.
 */
final class ReadPaths {
  static final ReadPaths THEMSELVES = new ReadPaths(Map.of());

  private final Map<Path, Path> sources;

  private ReadPaths(Map<Path, Path> sources) {
    this.sources = sources;
  }

  /** Returns these, and for one path and all below it another place. */
  ReadPaths with(Path real, Path source) {
    Map<Path, Path> more = new TreeMap<>(sources);
    more.put(AbsolutePath.of(real), AbsolutePath.of(source));
    return new ReadPaths(more);
  }

  /**
   * Returns these as they are now: each is where its links point to, because a root that is a link
   * is stored as one.
   *
   * @param roots absolute paths
   * @throws SourceUnreadableException if one is not there, or has no root at it or in it
   */
  ReadPaths opened(Collection<Path> roots) {
    Map<Path, Path> opened = new TreeMap<>();
    sources.forEach(
        (real, source) -> {
          if (roots.stream().noneMatch(root -> root.startsWith(real))) {
            throw new SourceUnreadableException(
                String.format(
                    "'%s' should be read from '%s', but it is no path that is backed up, nor does"
                        + " one lie in it: name it among the paths, too",
                    AbsolutePath.printable(real), AbsolutePath.printable(source)));
          }
          try {
            opened.put(real, source.toRealPath());
          } catch (IOException e) {
            throw new SourceUnreadableException(
                String.format(
                    "can't read '%s' from '%s': %s",
                    AbsolutePath.printable(real),
                    AbsolutePath.printable(source),
                    FileProblem.describe(e)),
                e);
          }
        });
    return new ReadPaths(opened);
  }

  /** Returns where an absolute path is read from; the longest prefix that is named decides. */
  Path of(Path real) {
    Path found = real;
    int longest = -1;
    for (Map.Entry<Path, Path> entry : sources.entrySet()) {
      Path prefix = entry.getKey();
      if (real.startsWith(prefix) && prefix.getNameCount() > longest) {
        longest = prefix.getNameCount();
        found = entry.getValue().resolve(prefix.relativize(real));
      }
    }
    return found;
  }
}
