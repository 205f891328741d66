package io.byssus.core.internal.execution;

import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind a {@link Progress}; cheap to add to from every thread. */
public final class ProgressMeter {
  private final long startNanos = System.nanoTime();
  private final LongAdder files = new LongAdder();
  private final LongAdder filesTotal = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder bytesTotal = new LongAdder();
  private volatile Phase phase = Phase.PREPARING;
  private volatile boolean totalsFinal;

  /** Enters a phase. */
  public void enter(Phase next) {
    phase = next;
  }

  /** Adds to what there is to do. */
  public void expect(long fileCount, long byteCount) {
    filesTotal.add(fileCount);
    bytesTotal.add(byteCount);
  }

  /** Says that all there is to do is known. */
  public void totalsFinal() {
    totalsFinal = true;
  }

  /** Adds to what is done. */
  public void done(long fileCount, long byteCount) {
    files.add(fileCount);
    bytes.add(byteCount);
  }

  /** Returns the time since the meter was made. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Returns the counters as they are now. */
  public Progress progress() {
    Progress.Builder builder =
        Progress.in(phase)
            .files(files.sum(), filesTotal.sum())
            .bytes(bytes.sum(), bytesTotal.sum())
            .elapsed(elapsed());
    return (totalsFinal ? builder.totalsFinal() : builder).build();
  }
}
