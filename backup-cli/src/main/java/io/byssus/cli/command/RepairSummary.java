package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import java.util.List;
import java.util.Locale;

/** Tells what a repair did, or would do. */
final class RepairSummary {
  private static final int SHOWN_FILES = 10;

  private RepairSummary() {}

  static void print(RepairReport report, Session session) {
    for (RepairStep step : report.steps()) {
      session.print(
          word(step)
              + ": "
              + PrintableText.of(step.object())
              + ": "
              + PrintableText.of(step.message()));
      List<String> files = step.affected();
      int shown = session.verbose() ? files.size() : Math.min(SHOWN_FILES, files.size());
      files.subList(0, shown).forEach(file -> session.print("  lost " + PrintableText.of(file)));
      if (shown < files.size()) {
        session.print("  and " + (files.size() - shown) + " more; -v names them");
      }
    }
  }

  private static String word(RepairStep step) {
    return step.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String line(RepairReport report) {
    long left = report.steps(RepairStep.Kind.LEFT).size();
    return Figures.count(report.packsRead(), "pack")
        + " read ("
        + report.bytesRead()
        + ") in "
        + Figures.seconds(report.duration())
        + " s: "
        + (report.steps().isEmpty()
            ? "nothing to repair"
            : Figures.count(report.steps().size() - left, "step") + ", " + left + " left");
  }

  static JsonObject json(RepairReport report, boolean dryRun) {
    return new JsonObject()
        .put("dryRun", dryRun)
        .put("packsRead", report.packsRead())
        .put("bytesRead", report.bytesRead().bytes())
        .put("seconds", Figures.inSeconds(report.duration()))
        .putObjects("steps", report.steps().stream().map(RepairSummary::json).toList());
  }

  private static JsonObject json(RepairStep step) {
    return new JsonObject()
        .put("kind", step.kind().name())
        .put("object", step.object())
        .put("message", step.message())
        .putTexts("affected", step.affected());
  }
}
