package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.core.check.CheckReport;

/** Runs a check. */
final class CheckEngine {
  private CheckEngine() {}

  /** Starts a check. */
  static Execution<CheckReport> start(OpenRepository repository, CheckRequest request) {
    return repository.start(
        "check",
        request.onProgress(),
        (meter, cancellation) ->
            repository.audited(
                "check",
                () -> new CheckPasses(repository, request, meter, cancellation).run(),
                report -> null));
  }
}
