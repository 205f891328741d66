package io.byssus.cli.command;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.Fraction;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.check.Check;
import io.byssus.core.check.CheckReport;
import io.byssus.core.repair.RepairReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks that the repository is whole. */
@Command(name = "check", description = "Check that the repository is whole.", sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @ArgGroup private @Nullable DataRead dataRead;

  /** How much of the data is read: one option excludes the other. */
  static final class DataRead {
    @Option(names = "--read-data", description = "Read and verify all data too.")
    private boolean all;

    @Option(
        names = "--read-data-subset",
        paramLabel = "PERCENT",
        description = "Read and verify a part of the data, drawn by chance, such as 10%%.")
    private @Nullable String part;

    Fraction fraction() {
      return part == null
          ? new Fraction(all ? 1 : 0)
          : PercentArgument.parse("--read-data-subset", part);
    }
  }

  @Option(
      names = "--repair",
      description = "Repair damage first, as 'byssus repair' does, then check what is asked for.")
  private boolean repair;

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Fraction part = dataRead == null ? new Fraction(0) : dataRead.fraction();
    CheckReport report;
    try (BackupRepository repository =
            dataRead == null && !repair ? session.open() : session.openToReadData();
        ProgressLine line = session.progressLine()) {
      if (repair) {
        RepairReport repaired = session.await(repository.repair().onProgress(line::show).start());
        if (!session.json()) {
          RepairSummary.print(repaired, session);
          session.tell(RepairSummary.line(repaired));
        }
      }
      Check check = repository.check().readData(part).onProgress(line::show);
      report = session.await(check.start());
    }
    if (session.json()) {
      session.print(CheckSummary.json(report));
    } else {
      CheckSummary.findings(report, session);
      session.tell(CheckSummary.line(report));
    }
    if (!report.healthy()) {
      throw new DamagedRepositoryException(
          "the check found " + Figures.count(report.errors().size(), "error"),
          CheckSummary.advice(report),
          null);
    }
    return 0;
  }
}
