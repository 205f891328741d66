package io.byssus.core.source;

import java.nio.file.Path;
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
    more.put(absolute(real), absolute(source));
    return new ReadPaths(more);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
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
