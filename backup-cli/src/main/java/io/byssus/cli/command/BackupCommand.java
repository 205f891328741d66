package io.byssus.cli.command;

import io.byssus.api.QuiesceFailedException;
import io.byssus.api.source.Source;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.IncompleteBackupException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Backs files and directories up into a new snapshot. */
@Command(
    name = "backup",
    description = "Back files and directories up into a new snapshot.",
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "What the snapshot is of (default: the host and the paths).")
  private @Nullable String origin;

  @Option(
      names = "--tag",
      paramLabel = "TAG[,TAG...]",
      description = "Tag the snapshot; may be given several times.")
  private final List<String> tags = new ArrayList<>();

  @Option(names = "--description", paramLabel = "TEXT", description = "Describe the snapshot.")
  private @Nullable String description;

  @Option(
      names = "--strategy",
      paramLabel = "full|incremental|differential",
      description =
          "Compare files with none, the latest or the latest full snapshot of the origin"
              + " (default: incremental).",
      converter = BackupStrategies.class,
      completionCandidates = BackupStrategies.class)
  private BackupStrategy strategy = BackupStrategy.INCREMENTAL;

  @Option(
      names = "--compression",
      paramLabel = "CODEC[:LEVEL]",
      description = "zstd, lz4, gzip or none; fast, standard or maximum (default: zstd:standard).")
  private @Nullable String compression;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Say what would be read, all of it with -v, and store nothing.")
  private boolean dryRun;

  @Mixin private final HookOptions hooks = new HookOptions();

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Source chosen = UserInput.accepted(() -> source.source(session.in(), session::onStop));
    source
        .linksToDirectories()
        .forEach(
            path ->
                session.warn(
                    path
                        + " is a symbolic link and is stored as one: name the directory that it"
                        + " leads to, to back that up"));
    try (BackupRepository repository = session.open();
        ProgressLine line = session.progressLine()) {
      Backup backup = repository.backup(chosen).strategy(strategy).onProgress(line::show);
      UserInput.accept(() -> describe(backup));
      if (dryRun) {
        BackupPlan plan = backup.plan();
        tell(line, new PlanSummary(plan, repository.recommendStrategy(plan.origin())));
        return 0;
      }
      try {
        tell(line, session.await(UserInput.accepted(backup::start)));
      } catch (IncompleteBackupException e) {
        tell(line, e.report());
        throw e;
      } catch (QuiesceFailedException e) {
        throw HookOptions.told(e);
      } finally {
        hooks.failureOfOnFailure().ifPresent(session::warn);
      }
    }
    return 0;
  }

  static final class BackupStrategies extends Words<BackupStrategy> {
    BackupStrategies() {
      super(BackupStrategy.class);
    }
  }

  private void describe(Backup backup) {
    if (origin != null) {
      backup.origin(Arguments.text("--origin", origin));
    }
    if (description != null) {
      backup.description(Arguments.text("--description", description));
    }
    if (compression != null) {
      backup.compression(CompressionArgument.parse(compression));
    }
    hooks.apply(backup);
    tags.stream().map(Arguments::tags).forEach(list -> list.forEach(backup::tag));
  }

  private void tell(ProgressLine line, PlanSummary summary) {
    line.close();
    summary.tell(session);
  }

  private void tell(ProgressLine line, BackupReport report) {
    line.close();
    if (source.hasIncludes()
        && report.filesNew() + report.filesChanged() + report.filesUnmodified() == 0) {
      session.warn("no file matches --include, and the snapshot has none");
    }
    if (session.json()) {
      session.print(BackupSummary.json(report));
      return;
    }
    BackupSummary.tell(report.problems(), session);
    Omissions.tell(report.notKept(), session);
    BackupSummary.lines(report).forEach(session::tell);
  }
}
