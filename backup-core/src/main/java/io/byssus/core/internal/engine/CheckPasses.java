package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.core.check.CheckReport;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.log.LogState;

/**
 * Checks a repository, and once more where something was missing that others had taken away
 * meanwhile (R50): only if the log does not say so, it is lost. Packs that were read and found
 * sound are not read again.
 */
final class CheckPasses {
  /** Others would have to take something away during each. */
  private static final int PASSES = 5;

  private final OpenRepository repository;
  private final CheckRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final VerifiedPacks verified = new VerifiedPacks();

  CheckPasses(
      OpenRepository repository,
      CheckRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  CheckReport run() {
    for (int pass = 1; ; pass++) {
      CheckRun.Result found =
          new CheckRun(repository, request, meter, cancellation, verified).run();
      if (!found.hasErrors() || pass == PASSES || !isTakenFrom(found.state())) {
        return CheckReport.builder()
            .counted(found.snapshots(), found.packs())
            .read(verified.count(), DataSize.ofBytes(verified.bytes()))
            .duration(meter.elapsed())
            .findings(found.findings())
            .build();
      }
    }
  }

  /** Returns whether others have forgotten, condemned or replaced something since. */
  private boolean isTakenFrom(LogState checked) {
    LogState now = repository.state();
    return !now.segments().containsAll(checked.segments())
        || !now.snapshots().keySet().containsAll(checked.snapshots().keySet())
        || !now.condemned().equals(checked.condemned());
  }
}
