package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.process.RawPath;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  @Parameters(paramLabel = "SNAPSHOT", description = "First digits of an id, or latest.")
  private String snapshot = "";

  @Option(
      names = {"-t", "--target"},
      required = true,
      paramLabel = "DIR",
      description = "Where to: the snapshot's paths go below it.")
  private String target = "";

  @Option(
      names = {"-i", "--include"},
      paramLabel = "PATTERN",
      description = "Restore only what matches; may be given several times.")
  private final List<String> includes = new ArrayList<>();

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<String> patterns = Arguments.texts("--include", includes);
    try (BackupRepository repository = session.openToReadData();
        ProgressLine line = session.progressLine()) {
      Restore restore =
          repository
              .restore(filter.pick(repository.snapshots(), snapshot))
              .to(RawPath.of(target))
              .onProgress(line::show);
      patterns.forEach(restore::include);
      try {
        tell(line, session.await(restore.start()));
      } catch (IncompleteRestoreException e) {
        tell(line, e.report());
        throw e;
      }
    }
    return 0;
  }

  private void tell(ProgressLine line, RestoreReport report) {
    line.close();
    if (session.json()) {
      session.print(json(report));
      return;
    }
    Problems.tell(report.problems(), session);
    session.tell(
        String.format(
            Locale.ROOT,
            "%,d files, %,d directories, %,d links (%s) of snapshot %s restored to %s in %s s",
            report.files(),
            report.directories(),
            report.links(),
            report.bytes(),
            report.snapshot().abbreviated(),
            PrintableText.of(report.target()),
            Figures.seconds(report.duration())));
  }

  private static JsonObject json(RestoreReport report) {
    return new JsonObject()
        .put("snapshot", report.snapshot().hex())
        .put("target", report.target())
        .put("files", report.files())
        .put("directories", report.directories())
        .put("links", report.links())
        .put("bytes", report.bytes().bytes())
        .put("seconds", Figures.inSeconds(report.duration()))
        .put("complete", report.complete())
        .putObjects("problems", report.problems().stream().map(RestoreCommand::json).toList());
  }

  private static JsonObject json(RestoreProblem problem) {
    return EntryJson.putPath(new JsonObject(), problem.path())
        .put("kind", problem.kind().name())
        .put("message", problem.message());
  }
}
