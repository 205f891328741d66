package io.byssus.core.internal.pipeline;

import io.byssus.api.DataSize;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.PlannedFile;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares a source with the parent snapshot as a backup does, and reads and stores nothing. Runs
 * on the caller's thread.
 */
public final class SourceComparison {
  private final BackupCounters counters = new BackupCounters();
  private final List<PlannedFile> files = new ArrayList<>();
  private final List<BackupProblem> problems = new ArrayList<>();
  private final ProgressMeter meter;
  private final Ended ended;
  private long bytesToRead;

  /**
   * Creates a comparison.
   *
   * @param meter is told of the progress
   * @param cancellation is looked at between two entries
   */
  public SourceComparison(ProgressMeter meter, Cancellation cancellation) {
    this.meter = meter;
    this.ended = new Ended(cancellation);
  }

  /** Runs. */
  public void run(SourceSession session, BackupPipeline.Parent parent) {
    SourceWalk walk =
        new SourceWalk(
            session,
            this::accept,
            (file, result) -> meter.done(1, file.metadata().size()),
            entry -> ExtendedAttributes.none(),
            meter,
            counters,
            ended);
    walk.run(parent.files());
    files.sort(Comparator.comparing(PlannedFile::path));
  }

  private void accept(WalkItem item) {
    if (item instanceof WalkItem.Reading reading) {
      toRead(reading);
    } else if (item instanceof WalkItem.Problem problem) {
      problems.add(problem.problem());
    }
  }

  private void toRead(WalkItem.Reading reading) {
    SourceEntry file = reading.file();
    long size = file.metadata().size();
    if (reading.inParent()) {
      counters.changed();
    } else {
      counters.added();
    }
    counters.read(size);
    bytesToRead += size;
    files.add(
        new PlannedFile(
            file.path(),
            reading.inParent() ? PlannedFile.Change.CHANGED : PlannedFile.Change.NEW,
            DataSize.ofBytes(size)));
  }

  /** Returns what was counted. */
  public BackupCounters counters() {
    return counters;
  }

  /** Returns the files that a backup would read, in the order of their paths. */
  public List<PlannedFile> files() {
    return files;
  }

  /** Returns the size of those files. */
  public DataSize bytesToRead() {
    return DataSize.ofBytes(bytesToRead);
  }

  /** Returns what could not be looked at. */
  public List<BackupProblem> problems() {
    return problems;
  }
}
