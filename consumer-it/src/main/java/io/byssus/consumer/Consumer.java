package io.byssus.consumer;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;

/** Backs a directory up, checks the repository and restores it, as an application would. */
public final class Consumer {
  private static final char[] PASSPHRASE = "only for this test".toCharArray();

  private Consumer() {}

  /**
   * Runs with three arguments: the directory to back up, the repository to make, the directory to
   * restore to. Prints nothing; what goes wrong is thrown.
   */
  public static void main(String[] arguments) {
    Path source = Path.of(arguments[0]);
    Path target = Path.of(arguments[2]);
    SnapshotId snapshot;
    try (BackupRepository made = repository(arguments[1]).create()) {
      snapshot = made.backup(FileSource.of(source)).run().snapshot();
    }
    try (BackupRepository opened = repository(arguments[1]).open()) {
      if (!opened.check().readData(Fraction.ALL).run().healthy()) {
        throw new IllegalStateException("the new repository is not whole");
      }
      opened.restore(snapshot).to(target).run();
    }
  }

  private static RepositoryBuilder repository(String directory) {
    return BackupRepository.at(Path.of(directory).toUri()).passphrase(PASSPHRASE);
  }
}
