package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.PlannedFile;
import io.byssus.core.backup.StrategyRecommendation;
import java.time.Instant;
import java.util.Locale;

/** Tells what a backup would do. */
record PlanSummary(BackupPlan plan, StrategyRecommendation advice) {
  void tell(Session session) {
    if (session.json()) {
      session.print(json());
      return;
    }
    BackupSummary.tell(plan.problems(), session);
    if (session.verbose()) {
      plan.files().forEach(file -> session.tell(PrintableText.of(file.toString())));
    }
    session.tell(
        String.format(
            Locale.ROOT,
            "files: %,d new, %,d changed, %,d unmodified; %,d directories%s",
            plan.filesNew(),
            plan.filesChanged(),
            plan.filesUnmodified(),
            plan.directories(),
            BackupSummary.excluded(plan.excluded())));
    session.tell("data: " + plan.bytesToRead() + " to read, of " + plan.bytesTotal());
    session.tell(
        "strategy: "
            + name(plan.strategy())
            + "; recommended: "
            + name(advice.strategy())
            + ", because "
            + advice.reason());
    session.tell("figures: " + advice.figures());
    session.tell("nothing was stored");
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private JsonObject json() {
    return new JsonObject()
        .put("dryRun", true)
        .putIfPresent("parent", plan.parent().map(SnapshotId::hex).orElse(null))
        .put("origin", plan.origin())
        .put("strategy", name(plan.strategy()))
        .put("filesNew", plan.filesNew())
        .put("filesChanged", plan.filesChanged())
        .put("filesUnmodified", plan.filesUnmodified())
        .put("directories", plan.directories())
        .put("excluded", plan.excluded())
        .put("bytesTotal", plan.bytesTotal().bytes())
        .put("bytesToRead", plan.bytesToRead().bytes())
        .put(
            "recommendation",
            new JsonObject()
                .put("strategy", name(advice.strategy()))
                .put("reason", advice.reason())
                .put("snapshots", advice.snapshots())
                .put("snapshotsSinceFull", advice.snapshotsSinceFull())
                .putIfPresent("lastFull", advice.lastFull().map(Instant::toString).orElse(null))
                .put("bytes", advice.size().bytes())
                .put("bytesChangedSinceLast", advice.changedSinceLast().bytes())
                .put("bytesChangedSinceFull", advice.changedSinceFull().bytes())
                .put("damages", advice.damages()))
        .putObjects("files", plan.files().stream().map(PlanSummary::json).toList())
        .putObjects("problems", BackupSummary.problems(plan.problems()));
  }

  private static JsonObject json(PlannedFile file) {
    return EntryJson.putPath(new JsonObject(), file.path())
        .put("change", name(file.change()))
        .put("size", file.size().bytes());
  }
}
