package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets snapshots, by their ids or by rules that say which ones stay. */
@Command(
    name = "forget",
    description = "Forget snapshots: those that are named, or all that no --keep rule keeps.",
    sortOptions = false)
final class ForgetCommand implements Callable<Integer> {
  /** Also names a snapshot whose record can't be read. */
  private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{64}");

  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "First digits of the id of a snapshot to forget, or latest.")
  private final List<String> named = new ArrayList<>();

  @Mixin private final KeepOptions keep = new KeepOptions();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would stay and go, and change nothing.")
  private boolean dryRun;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  ForgetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (named.isEmpty() != keep.given()) {
      throw CommandException.usage(
          named.isEmpty()
              ? "nothing says what to forget: give IDs, or --keep rules for what is to stay"
              : "snapshots are forgotten by their IDs or by --keep rules, not by both at once");
    }
    if (named.isEmpty()) {
      forgetByRules(keep.policy());
    } else {
      forgetNamed();
    }
    return 0;
  }

  private void forgetNamed() {
    List<SnapshotId> ids;
    try (BackupRepository repository = session.open()) {
      Snapshots all = repository.snapshots();
      ids = named.stream().map(name -> pick(all, name)).distinct().toList();
      if (!dryRun) {
        repository.forget(ids);
      }
    }
    if (session.json()) {
      session.print(
          new JsonObject()
              .put("dryRun", dryRun)
              .putTexts("forgotten", ids.stream().map(SnapshotId::hex).toList()));
    } else {
      String what = dryRun ? " would be forgotten" : " forgotten";
      ids.forEach(id -> session.tell("snapshot " + id.abbreviated() + what));
    }
  }

  private SnapshotId pick(Snapshots all, String name) {
    return WHOLE_ID.matcher(name).matches() ? new SnapshotId(name) : filter.pick(all, name).id();
  }

  private void forgetByRules(RetentionPolicy policy) {
    try (BackupRepository repository = session.open()) {
      RetentionPlan plan =
          repository.retention(policy).of(filter.apply(repository.snapshots())).plan();
      if (!session.json() && (dryRun || !session.quiet())) {
        RetentionSummary.print(plan, session);
      }
      ForgetReport report = dryRun ? ForgetReport.builder().build() : plan.run();
      if (session.json()) {
        session.print(RetentionSummary.json(plan, report).put("dryRun", dryRun));
      } else {
        session.tell(RetentionSummary.totals(plan, report, dryRun ? "would go" : "forgotten"));
      }
    }
  }
}
