package io.byssus.core.restore;

import io.byssus.api.source.EntryPath;

/**
 * Something that went wrong with one entry and did not stop the restore.
 *
 * @param path the entry, from the target's top directory
 * @param kind what happened
 * @param message the reason, for people
 */
public record RestoreProblem(EntryPath path, Kind kind, String message) {
  /** What happened to an entry. */
  public enum Kind {
    /** It was not restored, because the repository's data for it is damaged. */
    DAMAGED,
    /** It was not restored, or not removed, because the target could not be written. */
    NOT_WRITTEN,
    /** It was written, and reads back as something else. */
    NOT_VERIFIED
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
