package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.cli.terminal.Table;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionDecision;
import io.byssus.core.retention.RetentionGroup;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Tells which snapshots stay, and why, and which go. */
final class RetentionSummary {
  private RetentionSummary() {}

  static void print(RetentionPlan plan, Session session) {
    for (RetentionGroup group : plan.groups()) {
      session.print(PrintableText.of(group.toString()));
      Table table = new Table("", "ID", "Time", "Tags", "Why");
      for (RetentionDecision decision : group.decisions()) {
        Snapshot snapshot = decision.snapshot();
        table.row(
            decision.kept() ? "keep" : "forget",
            snapshot.id().abbreviated(),
            Figures.local(snapshot.time()),
            String.join(",", snapshot.tags()),
            String.join(", ", decision.reasons()));
      }
      table.print(session.out());
      session.print("");
    }
  }

  static String totals(RetentionPlan plan, ForgetReport report, String gone) {
    int went = report.forgotten().size() + report.gone().size() + report.spared().size();
    int forgotten = went == 0 ? plan.removed().size() : report.forgotten().size();
    String totals =
        Figures.count(plan.kept().size(), "snapshot")
            + " kept, "
            + Figures.count(forgotten, "snapshot")
            + " "
            + gone;
    if (!report.gone().isEmpty()) {
      totals += ", " + Figures.count(report.gone().size(), "snapshot") + " had gone meanwhile";
    }
    if (!report.spared().isEmpty()) {
      totals += ", " + Figures.count(report.spared().size(), "snapshot") + " kept after all";
    }
    return totals;
  }

  static JsonObject json(RetentionPlan plan, ForgetReport report) {
    return new JsonObject()
        .putObjects("groups", plan.groups().stream().map(RetentionSummary::json).toList())
        .putTexts("forgotten", ids(report.forgotten()))
        .putTexts("gone", ids(report.gone()))
        .putTexts("spared", ids(report.spared()));
  }

  private static List<String> ids(List<SnapshotId> snapshots) {
    return snapshots.stream().map(SnapshotId::hex).toList();
  }

  private static JsonObject json(RetentionGroup group) {
    JsonObject json = new JsonObject();
    group.writtenBy().ifPresent(host -> json.put("writtenBy", KeyLines.json(host)));
    json.putIfPresent("origin", group.origin().orElse(null));
    json.putIfPresent("host", group.host().orElse(null));
    group.paths().ifPresent(paths -> json.putTexts("paths", paths));
    group.tags().ifPresent(tags -> json.putTexts("tags", tags));
    List<JsonObject> keep = new ArrayList<>();
    List<JsonObject> remove = new ArrayList<>();
    for (RetentionDecision decision : group.decisions()) {
      JsonObject snapshot =
          new JsonObject()
              .put("id", decision.snapshot().id().hex())
              .put("time", decision.snapshot().time().toString());
      if (decision.kept()) {
        keep.add(snapshot.putTexts("reasons", decision.reasons()));
      } else {
        remove.add(snapshot);
      }
    }
    return json.putObjects("keep", keep).putObjects("remove", remove);
  }
}
