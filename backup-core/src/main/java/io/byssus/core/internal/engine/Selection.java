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
    List<String> names = texts(directory);
    return patterns.stream().anyMatch(pattern -> pattern.matches(names, text(name)));
  }

  /** Returns whether something below a directory that does not match itself may match. */
  boolean mayMatchBelow(EntryPath directory) {
    List<String> names = texts(directory);
    return patterns.stream().anyMatch(pattern -> pattern.mayMatchBelow(names));
  }

  private static List<String> texts(EntryPath path) {
    return path.names().stream().map(Selection::text).toList();
  }

  private static String text(EntryName name) {
    return new String(name.bytes(), StandardCharsets.UTF_8);
  }
}
