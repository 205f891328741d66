package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathPattern;
import java.util.List;

/** What of a snapshot is asked for: everything, or what matches one of some patterns. */
final class Selection {
  private final List<PathPattern> patterns;

  Selection(List<String> patterns) {
    this.patterns = patterns.stream().map(PathPattern::parse).toList();
  }

  boolean everything() {
    return patterns.isEmpty();
  }

  boolean matches(EntryPath directory, EntryName name, EntryKind kind) {
    List<String> names = PathPattern.texts(directory);
    String text = PathPattern.text(name);
    return patterns.stream().anyMatch(pattern -> pattern.matches(names, text, kind));
  }

  /** Returns whether something below a directory that does not match itself may match. */
  boolean mayMatchBelow(EntryPath directory) {
    List<String> names = PathPattern.texts(directory);
    return patterns.stream().anyMatch(pattern -> pattern.mayMatchBelow(names));
  }
}
