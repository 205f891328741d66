package io.byssus.cli.command;

import io.byssus.cli.process.RawPath;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.PartialRestore;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores a snapshot, or a part of it, into a directory. */
@Command(
    name = "restore",
    description = "Restore a snapshot, or a part of it, into a directory.",
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "SNAPSHOT[:PATH]",
      description =
          "First digits of an id, or latest; what is below PATH in it is restored to DIR itself.")
  private String snapshot = "";

  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "DIR",
      description = "Where to: the snapshot's paths go below it.")
  private String target = "";

  @Mixin private final RestoreRuleOptions rules = new RestoreRuleOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would be done, and change nothing.")
  private boolean dryRun;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.openToReadData();
        ProgressLine line = session.progressLine()) {
      Restore restore = restore(repository);
      if (dryRun) {
        RestoreSummary.tell(restore.plan(), session);
      } else {
        run(restore.onProgress(line::show), line);
      }
    }
    return 0;
  }

  private Restore restore(BackupRepository repository) {
    int colon = snapshot.indexOf(':');
    String name = colon < 0 ? snapshot : snapshot.substring(0, colon);
    Restore restore =
        repository.restore(filter.pick(repository.snapshots(), name)).to(RawPath.of(target));
    if (colon >= 0) {
      restore.from(Arguments.entryPath(snapshot.substring(colon + 1)));
    }
    UserInput.accept(() -> rules.apply(restore));
    return restore;
  }

  private void run(Restore restore, ProgressLine line) {
    try {
      tell(line, session.await(restore.start()));
    } catch (IncompleteRestoreException e) {
      tell(line, e.report());
      throw e;
    } catch (RuntimeException e) {
      PartialRestore.of(e)
          .map(PartialRestore::report)
          .filter(RestoreCommand::says)
          .ifPresent(report -> tell(line, report));
      throw e;
    }
  }

  /** Of what had not begun, the failure says all there is to say. */
  private static boolean says(RestoreReport report) {
    return report.outcome() == RestoreReport.Outcome.ROLLED_BACK
        || report.files() + report.directories() > 0;
  }

  private void tell(ProgressLine line, RestoreReport report) {
    line.close();
    RestoreSummary.tell(report, session);
  }
}
