package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.BackupReport;
import java.util.List;
import java.util.Locale;

/** Tells what a backup did. */
final class BackupSummary {
  private BackupSummary() {}

  static List<String> lines(BackupReport report) {
    return List.of(
        String.format(
            Locale.ROOT,
            "files: %,d new, %,d changed, %,d unmodified; %,d directories%s",
            report.filesNew(),
            report.filesChanged(),
            report.filesUnmodified(),
            report.directories(),
            excluded(report.excluded())),
        "data: "
            + report.bytesProcessed()
            + " processed, "
            + report.bytesNew()
            + " new, "
            + report.bytesStored()
            + " stored"
            + resumed(report),
        "snapshot "
            + report.snapshot().abbreviated()
            + " of "
            + PrintableText.of(report.origin())
            + " saved in "
            + Figures.seconds(report.duration())
            + " s");
  }

  private static String resumed(BackupReport report) {
    return report.packsResumed() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %s in %s of runs that did not end were there already",
            report.bytesResumed(),
            Figures.count(report.packsResumed(), "pack"));
  }

  static String excluded(long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "; %,d left out", count);
  }

  static JsonObject json(BackupReport report) {
    return new JsonObject()
        .put("snapshot", report.snapshot().hex())
        .putIfPresent("parent", report.parent().map(SnapshotId::hex).orElse(null))
        .put("origin", report.origin())
        .put("strategy", report.strategy().name().toLowerCase(Locale.ROOT))
        .put("filesNew", report.filesNew())
        .put("filesChanged", report.filesChanged())
        .put("filesUnmodified", report.filesUnmodified())
        .put("directories", report.directories())
        .put("excluded", report.excluded())
        .put("bytesProcessed", report.bytesProcessed().bytes())
        .put("bytesNew", report.bytesNew().bytes())
        .put("bytesStored", report.bytesStored().bytes())
        .put("packsResumed", report.packsResumed())
        .put("bytesResumed", report.bytesResumed().bytes())
        .put("seconds", Figures.inSeconds(report.duration()))
        .put("complete", report.complete())
        .putObjects("problems", problems(report.problems()))
        .putObjects("notKept", Omissions.json(report.notKept()));
  }

  static List<JsonObject> problems(List<BackupProblem> problems) {
    return problems.stream().map(BackupSummary::json).toList();
  }

  private static JsonObject json(BackupProblem problem) {
    return EntryJson.putPath(new JsonObject(), problem.path())
        .put("kind", problem.kind().name())
        .put("message", problem.message());
  }

  /** Names what went wrong; sockets and the like, which are many and harmless, if asked only. */
  static void tell(List<BackupProblem> problems, Session session) {
    Problems.tell(
        problems.stream()
            .filter(p -> session.verbose() || p.kind() != BackupProblem.Kind.SKIPPED)
            .toList(),
        session);
  }
}
