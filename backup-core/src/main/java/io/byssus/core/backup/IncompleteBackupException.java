package io.byssus.core.backup;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;

/**
 * The snapshot was stored, but parts of the source could not be read. {@link #report()} says which
 * ones; {@link Backup#allowIncomplete()} accepts that.
 */
public final class IncompleteBackupException extends ByssusException {
  private static final long serialVersionUID = 1L;

  private final transient BackupReport report;

  /**
   * Creates an exception.
   *
   * @param report the report of the backup
   */
  public IncompleteBackupException(BackupReport report) {
    super(ErrorCode.INCOMPLETE_BACKUP, message(report));
    this.report = report;
  }

  private static String message(BackupReport report) {
    BackupProblem first =
        report.problems().stream()
            .filter(p -> p.kind() == BackupProblem.Kind.UNREADABLE)
            .findFirst()
            .orElseThrow();
    long count =
        report.problems().stream().filter(p -> p.kind() == BackupProblem.Kind.UNREADABLE).count();
    return "snapshot "
        + report.snapshot().abbreviated()
        + " was stored, but "
        + count
        + " entries of the source could not be read, the first is "
        + first;
  }

  /** Returns what was stored and what was not. */
  public BackupReport report() {
    return report;
  }
}
