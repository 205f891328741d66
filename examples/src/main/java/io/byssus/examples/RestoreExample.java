package io.byssus.examples;

import io.byssus.core.BackupRepository;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestorePlan;
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

  /** Says what {@link #inPlace} would do; nothing is changed. */
  public static RestorePlan plan(BackupRepository repository, Path directory) {
    return toState(repository, directory).plan();
  }

  /**
   * Makes a directory what the shop's was in the latest snapshot: writes only what differs, deletes
   * what was not there (but beside what the backup left out), and takes everything back if that
   * fails.
   */
  public static RestoreReport inPlace(BackupRepository repository, Path directory) {
    return toState(repository, directory).rollbackOnFailure().run();
  }

  private static Restore toState(BackupRepository repository, Path directory) {
    Snapshot latest = repository.snapshots().origin("shop").pick("latest");
    return repository
        .restore(latest)
        .from(latest.paths().get(0))
        .exclude("cache")
        .to(directory)
        .overwrite(Overwrite.IF_CHANGED)
        .deleteExtras();
  }
}
