package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.core.check.CheckReport;
import io.byssus.core.internal.execution.Job;

/** Runs a check. */
final class CheckEngine {
  private CheckEngine() {}

  /** Starts a check. */
  static Execution<CheckReport> start(OpenRepository repository, CheckRequest request) {
    return Job.start(
        "check",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "check",
                () -> new CheckRun(repository, request, meter, cancellation).run(),
                report -> null));
  }
}
