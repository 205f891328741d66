package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookingExampleTest {
  @Test
  void snapshotsAreLookedIntoWithoutRestoringThem(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      Snapshot older = repository.snapshots().pick("latest");
      Files.writeString(shop.directory().resolve("orders.csv"), "order 2: forty mussels, boiled\n");
      repository.backup(FileSource.of(shop.directory())).origin("shop").run();
      Snapshot newer = repository.snapshots().pick("latest");

      assertThat(LookingExample.largest(repository, Instant.now(), shop.directory()))
          .contains("order 2");
      assertThat(LookingExample.largest(repository, older.time(), shop.directory()))
          .isEqualTo(Shop.ORDERS);
      assertThat(LookingExample.versions(repository)).hasSize(2);
      assertThat(LookingExample.changes(repository, older, newer))
          .contains(
              "MODIFIED " + shop.directory() + "/orders.csv",
              "ADDED " + shop.directory() + "/upload.tmp");
      assertThat(LookingExample.saving(repository)).isPositive();
    }
  }
}
