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

  @Option(
      names = "--prune",
      description = "Then prune: delete what no snapshot needs any more. Not with --dry-run.")
  private boolean prune;

  @Mixin private final PruneOptions pruneOptions = new PruneOptions();

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
    if ((dryRun && prune) || (pruneOptions.given() && !prune)) {
      throw CommandException.usage(
          prune
              ? "what --prune deletes is known when the snapshots are forgotten, not with --dry-run"
              : "--grace, --max-unused, --max-repack, --patience and --reencrypt are about --prune,"
                  + " which is not there");
    }
    try (BackupRepository repository = session.open()) {
      if (named.isEmpty()) {
        forgetByRules(repository, keep.policy());
      } else {
        forgetNamed(repository);
      }
      return prune ? PruneCommand.run(repository, pruneOptions, session) : 0;
    }
  }

  private void forgetNamed(BackupRepository repository) {
    Snapshots all = repository.snapshots();
    List<SnapshotId> ids = named.stream().map(name -> pick(all, name)).distinct().toList();
    if (!dryRun) {
      repository.forget(ids);
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

  private void forgetByRules(BackupRepository repository, RetentionPolicy policy) {
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
