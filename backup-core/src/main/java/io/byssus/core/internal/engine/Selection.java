package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.file.PathPattern;
import java.util.List;

/**
 * What of a snapshot is asked for: everything, or what matches one of some patterns; but for what
 * matches one of some others. Directories are given as the texts of their paths' names.
 */
final class Selection {
  private final List<PathPattern> includes;
  private final List<PathPattern> excludes;

  Selection(List<String> includes, List<String> excludes) {
    this.includes = includes.stream().map(PathPattern::parse).toList();
    this.excludes = excludes.stream().map(PathPattern::parse).toList();
  }

  /** Returns whether nothing has to match to be restored. */
  boolean includesEverything() {
    return includes.isEmpty();
  }

  /** Returns whether anything may be left out of a directory that is restored. */
  boolean excludesAnything() {
    return !excludes.isEmpty();
  }

  /** Returns whether an entry is left out. */
  boolean excludes(List<String> directory, String name, EntryKind kind) {
    return matches(excludes, directory, name, kind);
  }

  /** Returns whether an entry matches a pattern of what is wanted. */
  boolean includes(List<String> directory, String name, EntryKind kind) {
    return matches(includes, directory, name, kind);
  }

  /** Returns whether something below a directory that is not wanted itself may be. */
  boolean mayIncludeBelow(List<String> directory) {
    return includes.stream().anyMatch(pattern -> pattern.mayMatchBelow(directory));
  }

  private static boolean matches(
      List<PathPattern> patterns, List<String> directory, String name, EntryKind kind) {
    for (PathPattern pattern : patterns) {
      if (pattern.matches(directory, name, kind)) {
        return true;
      }
    }
    return false;
  }
}
