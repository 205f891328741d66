package io.byssus.core.backup;

import io.byssus.api.source.EntryPath;

/**
 * Something that went wrong with one entry of the source and did not stop the backup.
 *
 * @param path the entry
 * @param kind what happened
 * @param message the reason, for people
 */
public record BackupProblem(EntryPath path, Kind kind, String message) {
  /** What happened to an entry. */
  public enum Kind {
    /** It could not be read, and is not in the snapshot. Makes the backup incomplete. */
    UNREADABLE,
    /** It was gone when it was to be read, and is not in the snapshot. */
    VANISHED,
    /**
     * It changed each time it was read, up to three times: the snapshot may hold a mixture. It is
     * read again next time.
     */
    CHANGED,
    /** It is of a kind that is not known, and is not in the snapshot. */
    SKIPPED
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
