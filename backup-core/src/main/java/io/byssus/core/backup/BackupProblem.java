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
    /**
     * It was named to be backed up and was not there, such as a mount that failed. Makes the backup
     * incomplete.
     */
    MISSING,
    /**
     * It was there when it was listed and gone when it was to be read, and is not in the snapshot.
     * The backup is complete: files that come and go are normal life.
     */
    VANISHED,
    /**
     * It changed each time it was read, up to three times: the snapshot may hold a mixture. It is
     * read again next time. The backup is complete, because a log that is written all the time
     * would keep every backup from being so.
     */
    CHANGED,
    /** It is of a kind that is not known, and is not in the snapshot. The backup is complete. */
    SKIPPED
  }

  /** Returns whether it makes the backup incomplete, as {@link Kind} says. */
  public boolean makesIncomplete() {
    return kind == Kind.UNREADABLE || kind == Kind.MISSING;
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
