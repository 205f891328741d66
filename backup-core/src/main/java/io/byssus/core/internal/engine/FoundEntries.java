package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.file.NameList;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * What was in a directory of a target: the names, of which each is looked at when it is asked for,
 * so that a directory may have millions. Also where it may not be listed, as many a {@code /home}
 * may not.
 */
final class FoundEntries {
  private final EntryPath directory;
  private final NameList names = new NameList();
  private final @Nullable TargetView view;
  private final @Nullable AccessDeniedException refusal;

  private FoundEntries(
      EntryPath directory, @Nullable TargetView view, @Nullable AccessDeniedException refusal) {
    this.directory = directory;
    this.view = view;
    this.refusal = refusal;
  }

  /** Returns what is in a directory that is new. */
  static FoundEntries none(EntryPath directory) {
    return new FoundEntries(directory, null, null);
  }

  /** Looks into a directory that was there. */
  static FoundEntries in(EntryPath directory, TargetView view) throws IOException {
    try {
      FoundEntries found = new FoundEntries(directory, view, null);
      view.names(directory, found.names::add);
      return found;
    } catch (AccessDeniedException e) {
      return new FoundEntries(directory, view, e);
    }
  }

  /** Returns the entry that has a name, or {@code null}. */
  @Nullable TargetEntry find(EntryName name) throws IOException {
    boolean empty = names.size() == 0 && refusal == null;
    return view == null || empty ? null : view.find(directory.resolve(name)).orElse(null);
  }

  /**
   * Returns the names that were there and are not among others, in order.
   *
   * @throws AccessDeniedException if they may not be listed
   */
  NameList without(NameList others) throws AccessDeniedException {
    if (refusal != null) {
      throw refusal;
    }
    return names.without(others);
  }
}
