package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import java.nio.file.Files;
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

  @Test
  void aDirectoryBecomesWhatItWas(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    Path archive = Files.createDirectory(shop.directory().resolve("archive"));
    Files.writeString(archive.resolve("may.csv"), "of May");
    try (BackupRepository repository = shop.backedUp()) {
      Files.writeString(shop.directory().resolve("orders.csv"), "overwritten by mistake");
      Files.writeString(archive.resolve("extra"), "not in the snapshot");
      Files.writeString(shop.directory().resolve("beside"), "beside what was left out");
      Files.writeString(Files.createDirectory(shop.directory().resolve("cache")).resolve("c"), "c");

      assertThat(RestoreExample.plan(repository, shop.directory()).toString())
          .contains("~ /orders.csv", "- /archive/extra", "! /beside");
      RestoreExample.inPlace(repository, shop.directory());
    }

    assertThat(shop.directory().resolve("orders.csv")).hasContent(Shop.ORDERS);
    assertThat(archive.resolve("extra")).doesNotExist();
    assertThat(shop.directory().resolve("beside")).exists();
    assertThat(shop.directory().resolve("cache/c")).exists();
  }

  private static Path below(Path target, Shop shop) {
    return target.resolve(Path.of("/").relativize(shop.directory()));
  }
}
