package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.repair.RepairReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairExampleTest {
  @Test
  void aLostIndexIsWrittenAnewAndSaidBeforehand(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    shop.backedUp().close();
    loseIndex(Path.of(URI.create(shop.location())));

    List<String> said = new ArrayList<>();
    try (Secret passphrase = Shop.passphrase();
        BackupRepository repository =
            BackupRepository.at(shop.location()).passphrase(passphrase).open()) {
      assertThat(repository.check().run().healthy()).isFalse();
      RepairReport report = RepairExample.repair(repository, said::add);
      assertThat(report.steps()).isNotEmpty();
      assertThat(repository.check().run().healthy()).isTrue();
    }
    assertThat(said).anyMatch(line -> line.startsWith("INDEX_REBUILT index/"));
  }

  private static void loseIndex(Path repository) throws IOException {
    try (Stream<Path> segments = Files.list(repository.resolve("index"))) {
      for (Path segment : segments.toList()) {
        Files.delete(segment);
      }
    }
  }
}
