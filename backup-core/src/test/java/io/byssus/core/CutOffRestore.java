package io.byssus.core;

import io.byssus.core.target.InjectedDisk;
import io.byssus.store.fs.FileSystemStore;
import java.nio.file.Path;

/** Restores in a JVM that a test kills when a part is written. */
final class CutOffRestore {
  private CutOffRestore() {}

  /**
   * Restores the latest snapshot, says so when it stands still, and waits to be killed.
   *
   * @param arguments the repository, the target, and after how many bytes to stand still
   */
  public static void main(String[] arguments) {
    try (BackupRepository repository =
        BackupRepository.on(FileSystemStore.at(Path.of(arguments[0])))
            .keys(Repositories.KEYS)
            .processors(2) // so that small files are there before the large one is
            .open()) {
      long bytes = Long.parseLong(arguments[2]);
      repository
          .restore(repository.snapshots().latest().orElseThrow().id())
          .from(arguments[3])
          .to(
              InjectedDisk.stoppingAfter(
                  Path.of(arguments[1]), bytes, () -> System.out.println("stopped")))
          .run();
    }
  }
}
