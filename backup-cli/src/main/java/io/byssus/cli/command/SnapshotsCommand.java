package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.Table;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import io.byssus.core.snapshot.WriteOnlyHost;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists snapshots. */
@Command(name = "snapshots", description = "List the snapshots, oldest first.", sortOptions = false)
final class SnapshotsCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--nearest",
      paramLabel = "TIME",
      description =
          "Only the latest of that time or earlier; if there is none, the first after it.")
  private @Nullable String nearest;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  SnapshotsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Snapshot> list;
    try (BackupRepository repository = session.open()) {
      Snapshots found = filter.apply(repository.snapshots());
      list =
          nearest == null
              ? found.list()
              : found.nearest(TimeArgument.parse("--nearest", nearest, Instant.now())).stream()
                  .toList();
    }
    if (session.json()) {
      session.print(JsonObject.array(list.stream().map(SnapshotsCommand::json).toList()));
    } else {
      print(list);
    }
    return 0;
  }

  private void print(List<Snapshot> list) {
    Table table =
        new Table("ID", "Time", "Origin", "Written by", "Tags", "Pinned", "Files", "Size", "Paths");
    for (Snapshot snapshot : list) {
      table.row(
          snapshot.id().abbreviated(),
          Figures.local(snapshot.time()),
          snapshot.origin(),
          snapshot.writtenBy().map(WriteOnlyHost::toString).orElse(""),
          String.join(",", snapshot.tags()),
          snapshot.pinned().orElse(""),
          String.format(Locale.ROOT, "%,d", snapshot.files()),
          snapshot.size().toString(),
          String.join(" ", snapshot.paths()));
    }
    table.print(session.out());
    session.tell(Figures.count(list.size(), "snapshot"));
  }

  private static JsonObject json(Snapshot snapshot) {
    JsonObject json = new JsonObject();
    snapshot.writtenBy().ifPresent(host -> json.put("writtenBy", KeyLines.json(host)));
    return json.put("id", snapshot.id().hex())
        .put("time", snapshot.time().toString())
        .put("origin", snapshot.origin())
        .putIfPresent("host", snapshot.host())
        .putTexts("paths", snapshot.paths())
        .putTexts("tags", snapshot.tags())
        .putIfPresent("description", snapshot.description())
        .putIfPresent("pinned", snapshot.pinned().orElse(null))
        .put("strategy", snapshot.strategy())
        .putIfPresent("parent", snapshot.parent().map(SnapshotId::hex).orElse(null))
        .put("files", snapshot.files())
        .put("size", snapshot.size().bytes());
  }
}
