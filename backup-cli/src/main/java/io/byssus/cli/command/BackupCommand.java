package io.byssus.cli.command;

import io.byssus.cli.process.RawPath;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.IncompleteBackupException;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Backs files and directories up into a new snapshot. */
@Command(
    name = "backup",
    description = "Back files and directories up into a new snapshot.",
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to back up.")
  private final List<String> paths = new ArrayList<>();

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

  @Option(
      names = {"-e", "--exclude"},
      paramLabel = "PATTERN",
      description = "Leave out what matches; may be given several times.")
  private final List<String> excludes = new ArrayList<>();

  @Mixin private final ReadFromOption readFrom = new ReadFromOption();

  @Option(names = "--description", paramLabel = "TEXT", description = "Describe the snapshot.")
  private @Nullable String description;

  @Option(
      names = "--strategy",
      paramLabel = "full|incremental|differential",
      description =
          "Compare files with none, the latest or the latest full snapshot of the origin"
              + " (default: incremental).")
  private BackupStrategy strategy = BackupStrategy.INCREMENTAL;

  @Option(
      names = "--compression",
      paramLabel = "CODEC[:LEVEL]",
      description = "zstd, lz4, gzip or none; fast, standard or maximum (default: zstd:standard).")
  private @Nullable String compression;

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    FileSource source = source();
    try (BackupRepository repository = session.open();
        ProgressLine line = session.progressLine()) {
      Backup backup = repository.backup(source).strategy(strategy).onProgress(line::show);
      if (origin != null) {
        backup.origin(Arguments.text("--origin", origin));
      }
      if (description != null) {
        backup.description(Arguments.text("--description", description));
      }
      if (compression != null) {
        backup.compression(CompressionArgument.parse(compression));
      }
      tags.stream().map(Arguments::tags).forEach(list -> list.forEach(backup::tag));
      try {
        tell(line, session.await(backup.start()));
      } catch (IncompleteBackupException e) {
        tell(line, e.report());
        throw e;
      }
    }
    return 0;
  }

  private FileSource source() {
    Path first = RawPath.of(paths.get(0));
    Path[] more = paths.stream().skip(1).map(RawPath::of).toArray(Path[]::new);
    FileSource source = FileSource.of(first, more);
    for (String pattern : Arguments.texts("--exclude", excludes)) {
      source = source.exclude(pattern);
    }
    return readFrom.apply(source);
  }

  private void tell(ProgressLine line, BackupReport report) {
    line.close();
    if (session.json()) {
      session.print(BackupSummary.json(report));
      return;
    }
    BackupSummary.problems(report, session);
    Omissions.tell(report.notKept(), session);
    BackupSummary.lines(report).forEach(session::tell);
  }
}
