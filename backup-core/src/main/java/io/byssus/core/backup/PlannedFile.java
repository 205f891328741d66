package io.byssus.core.backup;

import io.byssus.api.DataSize;
import io.byssus.api.source.EntryPath;

/**
 * A file that a backup would read.
 *
 * @param path where it is
 * @param change why it would be read
 * @param size its size now; 0 for a stream, whose size is not known before
 */
public record PlannedFile(EntryPath path, Change change, DataSize size) {
  /** Why a file would be read. */
  public enum Change {
    /** The parent does not have it. */
    NEW,
    /** It differs from the parent's, or that one can't be relied on. */
    CHANGED
  }

  @Override
  public String toString() {
    return (change == Change.NEW ? "new       " : "changed   ") + path + " (" + size + ")";
  }
}
