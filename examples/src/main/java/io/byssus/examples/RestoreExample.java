package io.byssus.examples;

import io.byssus.core.BackupRepository;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.snapshot.Snapshot;
import java.nio.file.Path;

/** Restores a snapshot, or a part of it, into a directory. */
public final class RestoreExample {
  private RestoreExample() {}

  /**
   * Restores the latest snapshot of the shop: {@code /srv/shop} goes to {@code target/srv/shop}.
   */
  public static RestoreReport everything(BackupRepository repository, Path target) {
    Snapshot latest = repository.snapshots().origin("shop").pick("latest");
    RestoreReport restored = repository.restore(latest).to(target).run();
    return restored;
  }

  /** Restores the text files of the latest snapshot, wherever they are. */
  public static RestoreReport textFiles(BackupRepository repository, Path target) {
    return repository
        .restore(repository.snapshots().pick("latest"))
        .include("*.txt")
        .to(target)
        .run();
  }
}
