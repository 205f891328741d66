package io.byssus.cli.command;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.repair.Repair;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Repairs what is damaged. */
@Command(
    name = "repair",
    description = "Repair what is damaged, as far as what is stored allows.",
    sortOptions = false)
final class RepairCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--amend-snapshots",
      description =
          "Also replace snapshots that have lost files by such without them. Run a backup first: it"
              + " may still make them whole.")
  private boolean amendSnapshots;

  @Option(
      names = "--void-entries",
      description =
          "Also settle what is wrong with the log, for good: what is no entry, or missing, is"
              + " declared to say nothing. Put entries back from a copy first, if there is one.")
  private boolean voidEntries;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Tell what would be done, and change nothing.")
  private boolean dryRun;

  RepairCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RepairReport report;
    try (BackupRepository repository = session.openToReadData();
        ProgressLine line = session.progressLine()) {
      Repair repair = repository.repair().onProgress(line::show);
      if (amendSnapshots) {
        repair.amendSnapshots();
      }
      if (voidEntries) {
        repair.voidEntries();
      }
      report = dryRun ? repair.plan() : session.await(repair.start());
    }
    tell(report, session, dryRun);
    return 0;
  }

  /** Prints a report. What is left makes the command fail, but for a plan. */
  static void tell(RepairReport report, Session session, boolean planned) {
    if (session.json()) {
      session.print(RepairSummary.json(report, planned));
    } else {
      RepairSummary.print(report, session);
      session.tell(RepairSummary.line(report));
    }
    int left = report.steps(RepairStep.Kind.LEFT).size();
    if (left > 0 && !planned) {
      throw new DamagedRepositoryException(
          "the repair left " + Figures.count(left, "finding"),
          "A backup of a source that still has what is lost makes snapshots whole again;"
              + " '--amend-snapshots' takes it out of them.",
          null);
    }
  }
}
