package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathPattern;
import java.nio.charset.StandardCharsets;
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

  boolean matches(EntryPath directory, EntryName name) {
    List<String> names = directory.names().stream().map(Selection::text).toList();
    return patterns.stream().anyMatch(pattern -> pattern.matches(names, text(name)));
  }

  private static String text(EntryName name) {
    return new String(name.bytes(), StandardCharsets.UTF_8);
  }
}
