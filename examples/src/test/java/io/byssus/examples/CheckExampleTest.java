package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckExampleTest {
  private final List<String> alarms = new ArrayList<>();

  @Test
  void aWholeRepositoryRaisesNoAlarm(@TempDir Path directory) throws Exception {
    try (BackupRepository repository = Shop.in(directory).backedUp()) {
      assertThat(CheckExample.check(repository, alarms::add)).isTrue();
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void aMissingPackIsReportedWithTheFilesThatItTouches(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      try (Stream<Path> packs = Files.walk(Path.of(URI.create(shop.location())).resolve("packs"))) {
        for (Path pack : packs.filter(Files::isRegularFile).toList()) {
          Files.delete(pack);
        }
      }
      assertThat(CheckExample.check(repository, alarms::add)).isFalse();
    }
    assertThat(alarms).isNotEmpty().anyMatch(alarm -> alarm.startsWith("packs/"));
  }
}
