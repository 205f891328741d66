package io.byssus.cli.command;

import io.byssus.api.source.Omission;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import java.util.Locale;

/** Tells what a restore did, or would do. */
final class RestoreSummary {
  private RestoreSummary() {}

  static void tell(RestoreReport report, Session session) {
    if (session.json()) {
      session.print(json(report));
      return;
    }
    report.takenBack().forEach(session::warn);
    Problems.tell(report.problems(), session);
    for (Omission omission : report.notKept()) {
      session
          .err()
          .line("byssus: not kept: " + PrintableText.of(omission + ": " + omission.first()));
    }
    if (report.outcome() == RestoreReport.Outcome.ROLLED_BACK) {
      return; // No figure of it is true any more, and the failure says what was done.
    }
    session.tell(
        String.format(
            Locale.ROOT,
            "%s, %s, %s (%s) of snapshot %s restored to %s in %s s",
            Figures.count(report.files(), "file"),
            Figures.count(report.directories(), "directory"),
            Figures.count(report.links(), "link"),
            report.bytes(),
            report.snapshot().abbreviated(),
            PrintableText.of(report.target()),
            Figures.seconds(report.duration())));
    if (report.filesUnchanged() + report.kept() + report.deleted() > 0) {
      session.tell(
          String.format(
              Locale.ROOT,
              "%s there already, %s left alone, %,d deleted; %s written",
              Figures.count(report.filesUnchanged(), "file"),
              Figures.count(report.kept(), "entry"),
              report.deleted(),
              report.bytesWritten()));
    } else if (report.bytesReused().bytes() > 0) {
      session.tell(
          String.format(
              Locale.ROOT,
              "%s were there already, of an earlier restore or in what was replaced; %s written",
              report.bytesReused(),
              report.bytesWritten()));
    }
    report
        .missing()
        .ifPresent(
            missing ->
                session.tell(
                    String.format(
                        Locale.ROOT,
                        "not restored: %s (%s) of the snapshot",
                        Figures.count(missing.files(), "file"),
                        missing.bytes())));
    if (report.unreached() > 0) {
      session.tell(
          String.format(
              Locale.ROOT,
              "%s not restored, as a directory above was not",
              Figures.count(report.unreached(), "entry")));
    }
  }

  static void tell(RestorePlan plan, Session session) {
    if (session.json()) {
      session.print(json(plan));
      return;
    }
    plan.toTakeBack().forEach(session::warn);
    Problems.tell(plan.problems(), session);
    for (RestorePlan.Step step : plan.steps()) {
      if (session.verbose() || step.action() != RestorePlan.Action.UNCHANGED) {
        session.print(PrintableText.of(step.toString()));
      }
    }
    session.tell(plan.summary());
  }

  private static JsonObject json(RestoreReport report) {
    JsonObject json =
        EntryJson.putPrinted(
                new JsonObject().put("snapshot", report.snapshot().hex()),
                "target",
                report.target())
            .put("files", report.files())
            .put("filesUnchanged", report.filesUnchanged())
            .put("directories", report.directories())
            .put("links", report.links())
            .put("others", report.others())
            .put("kept", report.kept())
            .put("deleted", report.deleted())
            .put("unreached", report.unreached())
            .put("bytes", report.bytes().bytes())
            .put("bytesWritten", report.bytesWritten().bytes())
            .put("bytesReused", report.bytesReused().bytes())
            .put("bytesVerified", report.bytesVerified().bytes())
            .put("seconds", Figures.inSeconds(report.duration()))
            .put("complete", report.complete())
            .put("outcome", report.outcome().name());
    report
        .missing()
        .ifPresent(
            missing ->
                json.put("filesMissing", missing.files())
                    .put("bytesMissing", missing.bytes().bytes()));
    return json.putTexts("takenBack", report.takenBack())
        .putObjects("problems", report.problems().stream().map(RestoreSummary::json).toList())
        .putObjects("notKept", report.notKept().stream().map(RestoreSummary::json).toList());
  }

  private static JsonObject json(RestoreProblem problem) {
    return EntryJson.putPath(new JsonObject(), problem.path())
        .put("kind", problem.kind().name())
        .put("message", problem.message());
  }

  private static JsonObject json(Omission omission) {
    return new JsonObject()
        .put("what", omission.what())
        .put("reason", omission.reason())
        .put("count", omission.count())
        .putObjects(
            "first",
            omission.first().stream()
                .map(path -> EntryJson.putPath(new JsonObject(), path))
                .toList());
  }

  private static JsonObject json(RestorePlan plan) {
    return EntryJson.putPrinted(
            new JsonObject().put("snapshot", plan.snapshot().hex()), "target", plan.target())
        .putTexts("toTakeBack", plan.toTakeBack())
        .putObjects("steps", plan.steps().stream().map(RestoreSummary::json).toList())
        .putObjects("problems", plan.problems().stream().map(RestoreSummary::json).toList());
  }

  private static JsonObject json(RestorePlan.Step step) {
    return EntryJson.putPath(new JsonObject(), step.path())
        .put("type", EntryLine.type(step.kind()))
        .put("action", step.action().name())
        .put("bytes", step.bytes());
  }
}
