package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Notices when a file changes while it is read, or may have changed without a trace. */
final class FileWatch {
  /** The kernel's clock for file times ticks at least this often. */
  private static final Duration TICK = Duration.ofMillis(20);

  /** File systems that keep no fractions of a second may round to two seconds. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  private final SourceEntry file;
  private final Instant started;
  private @Nullable BackupProblem problem;
  private long bytesRead;

  private FileWatch(SourceEntry file, Instant started) {
    this.file = file;
    this.started = started;
  }

  /**
   * Starts watching, before the file is opened. The time is compared with those that the system
   * gives to files, so it is the system's, whatever clock the repository takes dates from.
   */
  static FileWatch start(SourceEntry file) {
    return new FileWatch(file, Instant.now());
  }

  /** Counts bytes that were read, and returns how many. */
  int count(int bytes) {
    bytesRead += bytes;
    return bytes;
  }

  /** Returns, after the reading, whether the metadata can tell of later changes. */
  Freshness freshness(SourceContent content) {
    if (file.streamed()) {
      return Freshness.RACY; // what was known before the reading says nothing of the content
    }
    EntryMetadata before = file.metadata();
    try {
      EntryMetadata after = content.metadataNow();
      if (before.size() != bytesRead
          || before.size() != after.size()
          || !before.modified().equals(after.modified())
          || !before.changed().equals(after.changed())) {
        problem =
            new BackupProblem(file.path(), BackupProblem.Kind.CHANGED, "changed while it was read");
        return Freshness.RACY;
      }
    } catch (IOException e) {
      problem =
          new BackupProblem(
              file.path(), BackupProblem.Kind.CHANGED, "was removed while it was read");
      return Freshness.RACY;
    }
    Instant latest =
        before.modified().isAfter(before.changed()) ? before.modified() : before.changed();
    boolean wholeSecond = latest.equals(latest.truncatedTo(ChronoUnit.SECONDS));
    Duration granularity = wholeSecond ? COARSE : TICK;
    return latest.isAfter(started.minus(granularity)) ? Freshness.RACY : Freshness.SETTLED;
  }

  /** Returns what was noticed, or {@code null}. */
  @Nullable BackupProblem problem() {
    return problem;
  }
}
