package io.byssus.core.restore;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the snapshot could not be restored. Everything else was, unless the restore was
 * {@linkplain Restore#rollbackOnFailure() to be taken back}: the report's outcome says so.
 */
public final class IncompleteRestoreException extends ByssusException {
  private static final long serialVersionUID = 1L;

  private final transient RestoreReport report;

  /**
   * Creates an exception.
   *
   * @param report the report of the restore
   */
  public IncompleteRestoreException(RestoreReport report) {
    super(ErrorCode.INCOMPLETE_RESTORE, message(report), advice(report), null);
    this.report = report;
  }

  private static boolean isTakenBack(RestoreReport report) {
    return report.outcome() == RestoreReport.Outcome.ROLLED_BACK;
  }

  private static @Nullable String advice(RestoreReport report) {
    return isTakenBack(report)
        ? "The target is as it was before. Look at the problems, then restore again."
        : null;
  }

  private static String message(RestoreReport report) {
    String end = isTakenBack(report) ? "; all that was restored was taken back" : "";
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
