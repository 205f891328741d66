package io.byssus.core.source;

import io.byssus.api.DataSize;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How large and how old files may be.
 *
 * @param largest the greatest size, or {@code null}
 * @param oldest the earliest modification, or {@code null}
 * @param newest the latest modification, or {@code null}
 */
record FileLimits(@Nullable DataSize largest, @Nullable Instant oldest, @Nullable Instant newest) {
  static final FileLimits NONE = new FileLimits(null, null, null);

  FileLimits largest(DataSize size) {
    return new FileLimits(size, oldest, newest);
  }

  FileLimits oldest(Instant time) {
    return new FileLimits(largest, time, newest);
  }

  FileLimits newest(Instant time) {
    return new FileLimits(largest, oldest, time);
  }

  /** Returns whether an entry is a file beyond one of the limits. */
  boolean exceededBy(EntryMetadata entry) {
    return entry.kind() == EntryKind.FILE
        && ((largest != null && entry.size() > largest.bytes())
            || (oldest != null && entry.modified().isBefore(oldest))
            || (newest != null && entry.modified().isAfter(newest)));
  }
}
