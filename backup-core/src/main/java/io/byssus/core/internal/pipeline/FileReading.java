package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file, and again if it changed meanwhile: up to three times in all, so that a snapshot
 * holds what was in the file at one moment. The last reading counts. Thread-safe.
 */
final class FileReading {
  private static final int READINGS = 3;

  /** A larger file that changes is a disk of a machine, or a log, and will have changed again. */
  private static final long READ_AGAIN_UP_TO = 1L << 30;

  private final SourceSession session;
  private final EntryAttributes attributes;
  private final ProgressMeter meter;

  FileReading(SourceSession session, EntryAttributes attributes, ProgressMeter meter) {
    this.session = session;
    this.attributes = attributes;
    this.meter = meter;
  }

  /** What one pass over a file read. */
  interface Sized {
    /** Returns how much it is in bytes, holes included. */
    long size();
  }

  /** One pass over a file. */
  interface Pass<C extends Sized> {
    C read(SourceContent content) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param content what was read, or {@code null} if it could not be
   * @param metadata the file's, as they were then
   * @param freshness whether they can tell of later changes
   * @param problem what went wrong, or {@code null}
   */
  record Outcome<C extends Sized>(
      @Nullable C content,
      EntryMetadata metadata,
      Freshness freshness,
      @Nullable BackupProblem problem) {
    Outcome<C> with(ExtendedAttributes attributes) {
      return new Outcome<>(content, EntryAttributes.in(metadata, attributes), freshness, problem);
    }

    StoredFile stored(StoredFile.@Nullable Content stored) {
      return new StoredFile(stored, metadata, freshness, problem);
    }
  }

  <C extends Sized> Outcome<C> read(SourceEntry file, Pass<C> pass) {
    Outcome<C> outcome = content(file, pass);
    return outcome.content() == null ? outcome : outcome.with(attributes.of(file));
  }

  private <C extends Sized> Outcome<C> content(SourceEntry file, Pass<C> pass) {
    EntryMetadata before = file.metadata();
    Outcome<C> last = null;
    for (int reading = 1; ; reading++) {
      Instant started = Instant.now();
      C read;
      EntryMetadata after;
      try (SourceContent content = session.open(file)) {
        read = pass.read(content);
        after = now(content);
      } catch (IOException e) {
        // What was read before is more than nothing.
        return last != null
            ? last
            : new Outcome<>(null, before, Freshness.RACY, SourceWalk.problem(file.path(), e));
      }
      if (file.streamed()) {
        // What was known before the reading says nothing of the content, which comes only once.
        return new Outcome<>(read, before, Freshness.RACY, null);
      }
      if (after == null) {
        return changed(file, read, before, "was removed while it was read");
      }
      if (FileWatch.unchanged(before, read.size(), after)) {
        return new Outcome<>(read, before, FileWatch.freshness(before, started), null);
      }
      last = changed(file, read, before, "changed while it was read");
      if (reading == READINGS || after.size() > READ_AGAIN_UP_TO) {
        return last;
      }
      before = after;
      meter.expect(0, after.size());
    }
  }

  private static @Nullable EntryMetadata now(SourceContent content) {
    try {
      return content.metadataNow();
    } catch (IOException e) {
      return null;
    }
  }

  private static <C extends Sized> Outcome<C> changed(
      SourceEntry file, C read, EntryMetadata metadata, String message) {
    return new Outcome<>(
        read,
        metadata,
        Freshness.RACY,
        new BackupProblem(file.path(), BackupProblem.Kind.CHANGED, message));
  }
}
