package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundExampleTest {
  @Test
  void aBackupInTheBackgroundGivesItsReport(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      BackupReport report =
          BackgroundExample.backUpWithinAnHour(repository, FileSource.of(shop.directory()));

      assertThat(report.filesNew()).as("no exclusion this time").isEqualTo(3);
      assertThat(repository.snapshots().list()).hasSize(2);
    }
  }
}
