package io.byssus.examples;

import io.byssus.api.Execution;
import io.byssus.api.source.Source;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Backs up in the background, within a time limit. */
public final class BackgroundExample {
  private BackgroundExample() {}

  /**
   * Backs up, and gives up after an hour. Whatever ends the {@code try} block cancels what still
   * runs and waits until it has stopped; the repository is whole, and the next backup uses what was
   * already stored.
   *
   * @throws TimeoutException if it took longer
   */
  public static BackupReport backUpWithinAnHour(BackupRepository repository, Source source)
      throws TimeoutException {
    try (Execution<BackupReport> running = repository.backup(source).start()) {
      return running.await(Duration.ofHours(1)); // meanwhile: running.progress(), running.cancel()
    }
  }
}
