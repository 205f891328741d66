package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.key.Secret;
import io.byssus.core.backup.BackupReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupExampleTest {
  @Test
  void theSecondBackupReadsAndStoresOnlyWhatChanged(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (Secret passphrase = Shop.passphrase()) {
      assertThat(BackupExample.create(shop.location(), passphrase)).hasSize(32);

      BackupReport first = backUp(shop, passphrase);
      Files.writeString(shop.directory().resolve("orders.csv"), Shop.ORDERS + "order 2\n");
      BackupReport second = backUp(shop, passphrase);

      assertThat(first.filesNew()).as("all but the .tmp file").isEqualTo(2);
      assertThat(second.parent()).contains(first.snapshot());
      assertThat(second.filesChanged()).isEqualTo(1);
      assertThat(second.filesUnmodified()).isLessThanOrEqualTo(1);
      assertThat(second.origin()).isEqualTo("shop");
    }
  }

  private static BackupReport backUp(Shop shop, Secret passphrase) {
    return BackupExample.backUp(shop.location(), passphrase, shop.directory(), progress -> {});
  }
}
