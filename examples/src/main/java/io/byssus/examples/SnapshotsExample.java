package io.byssus.examples;

import io.byssus.api.source.EntryPath;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Finds snapshots and looks into them. */
public final class SnapshotsExample {
  private SnapshotsExample() {}

  /** Returns the nightly snapshots of the shop, oldest first. */
  public static List<Snapshot> nightly(BackupRepository repository) {
    return repository.snapshots().origin("shop").tag("nightly").list();
  }

  /** Returns what the snapshot with the given first digits holds. */
  public static List<String> contents(BackupRepository repository, String digits) {
    List<String> contents = new ArrayList<>();
    Snapshot snapshot = repository.snapshots().pick(digits);
    repository.list(
        snapshot.id(), EntryPath.root(), entry -> contents.add(entry.path().toString()));
    return contents;
  }
}
