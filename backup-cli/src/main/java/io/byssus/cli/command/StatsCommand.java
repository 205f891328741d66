package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.cli.terminal.Table;
import io.byssus.core.BackupRepository;
import io.byssus.core.statistics.SnapshotGrowth;
import io.byssus.core.statistics.Statistics;
import io.byssus.core.statistics.StatisticsReport;
import io.byssus.core.statistics.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what snapshots hold and what they cost. */
@Command(
    name = "stats",
    description = "Tell what snapshots hold and what they take in the store.",
    sortOptions = false)
final class StatsCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--growth", description = "Also what each snapshot added to those before it.")
  private boolean growth;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  StatsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    StatisticsReport report;
    try (BackupRepository repository = session.open();
        ProgressLine line = session.progressLine()) {
      Statistics count = repository.statistics().of(filter.apply(repository.snapshots()));
      report = session.await(count.onProgress(line::show).start());
    }
    if (session.json()) {
      session.print(json(report));
    } else {
      print(report);
    }
    return 0;
  }

  private void print(StatisticsReport report) {
    Table table =
        new Table("", "Snapshots", "Files", "Logical", "Unique", "Stored", "Dedup", "Compression");
    row(table, "total", report.total());
    report.origins().forEach((name, usage) -> row(table, "origin " + name, usage));
    report.tags().forEach((name, usage) -> row(table, "tag " + name, usage));
    table.print(session.out());
    if (growth) {
      Table grown = new Table("Snapshot", "Time", "Origin", "New", "Stored");
      report.growth().forEach(added -> row(grown, added));
      session.print("");
      grown.print(session.out());
    }
    session.tell(
        String.format(
            Locale.ROOT,
            "The repository has %s of %s in all",
            Figures.count(report.packs(), "pack"),
            report.packBytes()));
  }

  private static void row(Table table, String name, Usage usage) {
    table.row(
        name,
        String.format(Locale.ROOT, "%,d", usage.snapshots()),
        String.format(Locale.ROOT, "%,d", usage.files()),
        usage.logical().toString(),
        usage.unique().toString(),
        usage.stored().toString(),
        String.format(Locale.ROOT, "%.2f", usage.deduplicationRatio()),
        String.format(Locale.ROOT, "%.2f", usage.compressionRatio()));
  }

  private static void row(Table table, SnapshotGrowth added) {
    table.row(
        added.snapshot().id().abbreviated(),
        Figures.local(added.snapshot().time()),
        added.snapshot().origin(),
        added.unique().toString(),
        added.stored().toString());
  }

  private static JsonObject json(StatisticsReport report) {
    return json(report.total())
        .put("packs", report.packs())
        .put("packBytes", report.packBytes().bytes())
        .putObjects("origins", json("origin", report.origins()))
        .putObjects("tags", json("tag", report.tags()))
        .putObjects("growth", report.growth().stream().map(StatsCommand::json).toList());
  }

  private static List<JsonObject> json(String field, Map<String, Usage> usages) {
    List<JsonObject> objects = new ArrayList<>();
    usages.forEach((name, usage) -> objects.add(json(usage).put(field, name)));
    return objects;
  }

  private static JsonObject json(Usage usage) {
    return new JsonObject()
        .put("snapshots", usage.snapshots())
        .put("files", usage.files())
        .put("logical", usage.logical().bytes())
        .put("unique", usage.unique().bytes())
        .put("stored", usage.stored().bytes())
        .put("deduplicationRatio", usage.deduplicationRatio())
        .put("compressionRatio", usage.compressionRatio());
  }

  private static JsonObject json(SnapshotGrowth added) {
    return new JsonObject()
        .put("snapshot", added.snapshot().id().hex())
        .put("time", added.snapshot().time().toString())
        .put("origin", added.snapshot().origin())
        .put("unique", added.unique().bytes())
        .put("stored", added.stored().bytes());
  }
}
