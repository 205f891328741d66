package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreExampleTest {
  @Test
  void aSnapshotComesBackBelowTheTarget(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    Path target = directory.resolve("restored");
    try (BackupRepository repository = shop.backedUp()) {
      assertThat(RestoreExample.everything(repository, target).files()).isEqualTo(2);
    }

    Path restored = below(target, shop);
    assertThat(restored.resolve("orders.csv")).hasContent(Shop.ORDERS);
    assertThat(restored.resolve("notes.txt")).hasContent("closed on Mondays\n");
  }

  @Test
  void aPatternRestoresAPart(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    Path target = directory.resolve("restored");
    try (BackupRepository repository = shop.backedUp()) {
      RestoreExample.textFiles(repository, target);
    }

    assertThat(below(target, shop)).isDirectoryContaining("glob:**/notes.txt");
    assertThat(below(target, shop).resolve("orders.csv")).doesNotExist();
  }

  private static Path below(Path target, Shop shop) {
    return target.resolve(Path.of("/").relativize(shop.directory()));
  }
}
