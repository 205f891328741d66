package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pins snapshots. */
@Command(
    name = "pin",
    description = "Pin snapshots: they can't be forgotten until they are unpinned.",
    sortOptions = false)
final class PinCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "SNAPSHOT",
      description = "First digits of an id, or latest.")
  private final List<String> named = new ArrayList<>();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for those who wonder later.")
  private String reason = "";

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  PinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String why = Arguments.text("--reason", reason);
    if (why.isBlank() || why.length() > Snapshot.MAX_PIN_REASON) {
      throw CommandException.usage(
          "the value of --reason has 1 to "
              + Snapshot.MAX_PIN_REASON
              + " characters, not "
              + why.length());
    }
    try (BackupRepository repository = session.open()) {
      for (SnapshotId id : filter.pickAll(repository.snapshots(), named)) {
        repository.pin(id, why);
        tell(session, id, "pinned");
      }
    }
    return 0;
  }

  static void tell(Session session, SnapshotId id, String what) {
    if (session.json()) {
      session.print(new JsonObject().put(what, id.hex()));
    } else {
      session.tell("snapshot " + id.abbreviated() + " " + what);
    }
  }
}
