package io.byssus.cli.command;

import io.byssus.api.source.EntryPath;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is in a snapshot. */
@Command(name = "ls", description = "List what is in a snapshot.", sortOptions = false)
final class LsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "SNAPSHOT",
      description = "First digits of an id, or latest.")
  private String snapshot = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "Where to start (default: /).")
  private String path = "/";

  @Option(
      names = {"-l", "--long"},
      description = "With permissions, owner, size and time.")
  private boolean detailed;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  LsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    EntryPath from = Arguments.entryPath(path);
    try (BackupRepository repository = session.open()) {
      Snapshot chosen = filter.pick(repository.snapshots(), snapshot);
      repository.list(chosen.id(), from, this::print);
    }
    return 0;
  }

  private void print(SnapshotEntry entry) {
    if (session.json()) {
      session.print(EntryLine.json(entry));
    } else {
      session.print(detailed ? EntryLine.detailed(entry) : entry.path().toString());
    }
    session.out().requireReader();
  }
}
