package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import java.util.List;
import java.util.Locale;

/** Tells what a check found. */
final class CheckSummary {
  private static final int SHOWN_FILES = 10;

  private CheckSummary() {}

  static String line(CheckReport report) {
    return String.format(
        Locale.ROOT,
        "%s, %s checked, %,d of them read (%s) in %s s: %s",
        Figures.count(report.snapshots(), "snapshot"),
        Figures.count(report.packs(), "pack"),
        report.packsRead(),
        report.bytesRead(),
        Figures.seconds(report.duration()),
        report.healthy() ? "no errors" : Figures.count(report.errors().size(), "error"));
  }

  /** Returns what helps when something is damaged. */
  static String advice(CheckReport report) {
    String more =
        report.packsRead() < report.packs() ? "'byssus check --read-data' may find more. " : "";
    return more
        + "'byssus repair' corrects what parity or other copies allow. Snapshots of which no file is named (-v names more) can be restored whole. A new backup of"
        + " the same source stores missing packs again, as far as the source still has what was in"
        + " them; any object can be put back from a copy of the repository.";
  }

  static JsonObject json(CheckReport report) {
    return new JsonObject()
        .put("healthy", report.healthy())
        .put("snapshots", report.snapshots())
        .put("packs", report.packs())
        .put("packsRead", report.packsRead())
        .put("bytesRead", report.bytesRead().bytes())
        .put("seconds", Figures.inSeconds(report.duration()))
        .putObjects("findings", report.findings().stream().map(CheckSummary::json).toList());
  }

  private static JsonObject json(Finding finding) {
    return new JsonObject()
        .put("severity", finding.severity().name())
        .put("object", finding.object())
        .put("message", finding.message())
        .putTexts("affected", finding.affected());
  }

  static void findings(CheckReport report, Session session) {
    for (Finding finding : report.findings()) {
      String severity = finding.severity().name().toLowerCase(Locale.ROOT);
      session.print(
          severity
              + ": "
              + PrintableText.of(finding.object())
              + ": "
              + PrintableText.of(finding.message()));
      List<String> affected = finding.affected();
      int shown = session.verbose() ? affected.size() : Math.min(SHOWN_FILES, affected.size());
      for (String file : affected.subList(0, shown)) {
        session.print("  affects " + PrintableText.of(file));
      }
      if (shown < affected.size()) {
        session.print("  and " + (affected.size() - shown) + " more; -v names them");
      }
    }
  }
}
