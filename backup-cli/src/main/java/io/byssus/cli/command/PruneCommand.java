package io.byssus.cli.command;

import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what no snapshot needs. */
@Command(
    name = "prune",
    description = "Delete what no snapshot needs, and store anew what is mostly unused.",
    sortOptions = false)
final class PruneCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final PruneOptions options = new PruneOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would go, and change nothing.")
  private boolean dryRun;

  PruneCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.open()) {
      return dryRun ? plan(repository) : run(repository, options, session);
    }
  }

  private int plan(BackupRepository repository) {
    PrunePlan plan;
    try (ProgressLine line = session.progressLine()) {
      plan = options.prune(repository).onProgress(line::show).plan();
    }
    if (session.json()) {
      session.print(PruneSummary.json(plan));
    } else {
      PruneSummary.lines(plan).forEach(session::print);
    }
    return 0;
  }

  /** Prunes, and tells of it. */
  static int run(BackupRepository repository, PruneOptions options, Session session) {
    PruneReport report;
    try (ProgressLine line = session.progressLine()) {
      report =
          session.await(
              options
                  .prune(repository)
                  .onProgress(
                      progress -> {
                        line.show(progress);
                        session.warn(line);
                      })
                  .start());
    }
    return PruneSummary.tell(report, session);
  }
}
