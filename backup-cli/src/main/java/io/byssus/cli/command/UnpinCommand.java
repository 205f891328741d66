package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.core.BackupRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets snapshots go that were pinned. */
@Command(
    name = "unpin",
    description = "Let snapshots be forgotten again that were pinned.",
    sortOptions = false)
final class UnpinCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "SNAPSHOT",
      description = "First digits of an id, or latest.")
  private final List<String> named = new ArrayList<>();

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  UnpinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.open()) {
      for (SnapshotId id : filter.pickAll(repository.snapshots(), named)) {
        repository.unpin(id);
        PinCommand.tell(session, id, "unpinned");
      }
    }
    return 0;
  }
}
