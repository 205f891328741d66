package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetView;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was in a directory of a target. Where it may not be listed, as many a {@code /home} may not,
 * each entry is looked at by its name.
 */
final class FoundEntries {
  private final EntryPath directory;
  private final Map<EntryName, TargetEntry> listed = new HashMap<>();
  private final @Nullable TargetView unlisted;
  private final @Nullable AccessDeniedException refusal;

  private FoundEntries(
      EntryPath directory, @Nullable TargetView unlisted, @Nullable AccessDeniedException refusal) {
    this.directory = directory;
    this.unlisted = unlisted;
    this.refusal = refusal;
  }

  /** Returns what is in a directory that is new. */
  static FoundEntries none(EntryPath directory) {
    return new FoundEntries(directory, null, null);
  }

  /** Looks into a directory that was there. */
  static FoundEntries in(EntryPath directory, TargetView view) throws IOException {
    try {
      FoundEntries found = none(directory);
      view.list(directory).forEach(entry -> found.listed.put(entry.name(), entry));
      return found;
    } catch (AccessDeniedException e) {
      return new FoundEntries(directory, view, e);
    }
  }

  /** Returns the entry that has a name, or {@code null}. */
  @Nullable TargetEntry find(EntryName name) throws IOException {
    return unlisted == null
        ? listed.get(name)
        : unlisted.find(directory.resolve(name)).orElse(null);
  }

  /**
   * Returns all entries.
   *
   * @throws AccessDeniedException if they may not be listed
   */
  Collection<TargetEntry> all() throws AccessDeniedException {
    if (refusal != null) {
      throw refusal;
    }
    return listed.values();
  }
}
