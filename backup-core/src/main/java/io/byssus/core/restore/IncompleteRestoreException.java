package io.byssus.core.restore;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;

/** Parts of the snapshot could not be restored; everything else was. */
public final class IncompleteRestoreException extends ByssusException {
  private static final long serialVersionUID = 1L;

  private final transient RestoreReport report;

  /**
   * Creates an exception.
   *
   * @param report the report of the restore
   */
  public IncompleteRestoreException(RestoreReport report) {
    super(ErrorCode.INCOMPLETE_RESTORE, message(report));
    this.report = report;
  }

  private static String message(RestoreReport report) {
    String end =
        report.outcome() == RestoreReport.Outcome.ROLLED_BACK
            ? "; all that was restored was taken back"
            : "";
    if (report.problems().isEmpty()) {
      return "metadata of snapshot "
          + report.snapshot().abbreviated()
          + " was not kept in "
          + report.target()
          + ", the first is "
          + report.notKept().get(0)
          + end;
    }
    boolean one = report.problemCount() == 1;
    return (one ? "an entry of snapshot " : report.problemCount() + " entries of snapshot ")
        + report.snapshot().abbreviated()
        + (one ? " was not restored to " : " were not restored to ")
        + report.target()
        + (one ? ": " : ", the first is ")
        + report.problems().get(0)
        + end;
  }

  /** Returns what was restored and what was not. */
  public RestoreReport report() {
    return report;
  }
}
