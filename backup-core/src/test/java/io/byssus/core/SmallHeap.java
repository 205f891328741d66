package io.byssus.core;

import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.time.Duration;

/** Backs up, prunes and restores, in a JVM that a test starts. */
final class SmallHeap {
  private SmallHeap() {}

  /**
   * Runs.
   *
   * @param arguments the repository, which is created, the source and the target
   */
  public static void main(String[] arguments) {
    try (BackupRepository repository = Repositories.create(Path.of(arguments[0]))) {
      BackupReport first = backUp(repository, arguments[1]);
      BackupReport second = backUp(repository, arguments[1]);
      repository.forget(first.snapshot());
      repository.prune().grace(Duration.ZERO).run();
      repository.restore(second.snapshot()).to(Path.of(arguments[2])).run();
      System.out.println(
          first.filesNew() + " new, then " + second.filesUnmodified() + " unmodified");
    }
  }

  private static BackupReport backUp(BackupRepository repository, String source) {
    return repository.backup(FileSource.of(Path.of(source))).run();
  }
}
