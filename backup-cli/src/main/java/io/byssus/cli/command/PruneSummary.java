package io.byssus.cli.command;

import io.byssus.cli.error.ExitCode;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneProblem;
import io.byssus.core.prune.PruneReport;
import java.util.ArrayList;
import java.util.List;

/** Tells what a prune took away, or would. */
final class PruneSummary {
  private PruneSummary() {}

  static List<String> lines(PruneReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(Figures.count(report.packsDeleted(), "pack") + " deleted: " + report.bytesDeleted());
    if (report.packsRepacked() > 0) {
      lines.add(
          Figures.count(report.packsRepacked(), "pack")
              + " stored anew: "
              + report.bytesRepacked()
              + " became "
              + report.bytesStored());
    }
    if (report.packsWaiting() > 0) {
      lines.add(
          Figures.count(report.packsWaiting(), "pack")
              + " not needed any more, which a later prune deletes when --grace is over: "
              + report.bytesWaiting());
    }
    lines.add(
        Figures.count(report.packsLeft(), "pack")
            + " left: "
            + report.bytesLeft()
            + ", "
            + report.bytesUnused()
            + " of it unused");
    if (report.packsOfEarlierEpochs() > 0) {
      lines.add(
          Figures.count(report.packsOfEarlierEpochs(), "pack")
              + " of them of earlier epochs, for the next prune with --reencrypt: "
              + report.bytesOfEarlierEpochs());
    }
    return lines;
  }

  static List<String> lines(PrunePlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(Figures.count(plan.packsGoing(), "pack") + " would go: " + plan.bytesGoing());
    if (plan.packsUnknown() > 0) {
      lines.add(
          Figures.count(plan.packsUnknown(), "pack") + " of them left by runs that were cut short");
    }
    if (plan.packsCondemned() > 0) {
      lines.add(
          Figures.count(plan.packsCondemned(), "pack")
              + " to be deleted since an earlier prune: "
              + plan.bytesCondemned());
    }
    if (plan.packsToRepack() > 0) {
      lines.add(
          Figures.count(plan.packsToRepack(), "pack")
              + " would be stored anew: "
              + plan.bytesToRepack()
              + " would become about "
              + plan.bytesToStore());
    }
    lines.add(
        "about " + plan.bytesLeft() + " would be left, " + plan.bytesUnused() + " of it unused");
    if (plan.packsOfEarlierEpochs() > 0) {
      lines.add(
          Figures.count(plan.packsOfEarlierEpochs(), "pack")
              + " of earlier epochs would stay: "
              + plan.bytesOfEarlierEpochs());
    }
    return lines;
  }

  static JsonObject json(PruneReport report) {
    return new JsonObject()
        .put("packsDeleted", report.packsDeleted())
        .put("bytesDeleted", report.bytesDeleted().bytes())
        .put("packsWaiting", report.packsWaiting())
        .put("bytesWaiting", report.bytesWaiting().bytes())
        .put("packsRepacked", report.packsRepacked())
        .put("bytesRepacked", report.bytesRepacked().bytes())
        .put("bytesStored", report.bytesStored().bytes())
        .put("packsLeft", report.packsLeft())
        .put("bytesLeft", report.bytesLeft().bytes())
        .put("bytesUnused", report.bytesUnused().bytes())
        .put("packsOfEarlierEpochs", report.packsOfEarlierEpochs())
        .put("bytesOfEarlierEpochs", report.bytesOfEarlierEpochs().bytes())
        .put("seconds", Figures.inSeconds(report.duration()))
        .put("complete", report.complete())
        .putObjects("problems", report.problems().stream().map(PruneSummary::json).toList());
  }

  private static JsonObject json(PruneProblem problem) {
    return new JsonObject().put("object", problem.object()).put("message", problem.message());
  }

  static JsonObject json(PrunePlan plan) {
    return new JsonObject()
        .put("dryRun", true)
        .put("packsGoing", plan.packsGoing())
        .put("packsUnknown", plan.packsUnknown())
        .put("bytesGoing", plan.bytesGoing().bytes())
        .put("packsCondemned", plan.packsCondemned())
        .put("bytesCondemned", plan.bytesCondemned().bytes())
        .put("packsToRepack", plan.packsToRepack())
        .put("bytesToRepack", plan.bytesToRepack().bytes())
        .put("bytesToStore", plan.bytesToStore().bytes())
        .put("bytesLeft", plan.bytesLeft().bytes())
        .put("bytesUnused", plan.bytesUnused().bytes())
        .put("packsOfEarlierEpochs", plan.packsOfEarlierEpochs())
        .put("bytesOfEarlierEpochs", plan.bytesOfEarlierEpochs().bytes());
  }

  /** Tells of a prune; it has failed where something could not be deleted. */
  static int tell(PruneReport report, Session session) {
    Problems.tell(report.problems(), session);
    if (session.json()) {
      session.print(json(report));
    } else {
      lines(report).forEach(session::tell);
    }
    return (report.complete() ? ExitCode.DONE : ExitCode.ERROR).number();
  }
}
