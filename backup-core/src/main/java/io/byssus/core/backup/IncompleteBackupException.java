package io.byssus.core.backup;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import java.util.List;

/**
 * The snapshot was stored, but parts of the source could not be read. {@link #report()} says which
 * ones; {@link Backup#allowIncomplete()} accepts that.
 */
public final class IncompleteBackupException extends ByssusException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_PATH_SHOWN = 300;

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
    List<BackupProblem> left =
        report.problems().stream().filter(BackupProblem::makesIncomplete).toList();
    return "snapshot "
        + report.snapshot().abbreviated()
        + " was stored, but "
        + (left.size() == 1 ? "an entry" : left.size() + " entries")
        + " of the source could not be read"
        + (left.size() == 1 ? ": " : ", the first is ")
        + named(left.get(0));
  }

  /** The message may stand in a line of a log; the report has the whole path. */
  private static String named(BackupProblem problem) {
    String path = problem.path().toString();
    String shown =
        path.length() <= MAX_PATH_SHOWN
            ? path
            : path.substring(0, MAX_PATH_SHOWN / 2)
                + "…"
                + path.substring(path.length() - MAX_PATH_SHOWN / 2);
    return shown + ": " + problem.message();
  }

  /** Returns what was stored and what was not. */
  public BackupReport report() {
    return report;
  }
}
