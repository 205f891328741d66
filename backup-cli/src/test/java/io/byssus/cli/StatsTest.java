package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTest {
  private static final int SIZE = 200_000;

  private final Cli cli;

  StatsTest(@TempDir Path dir) throws IOException {
    Path source = Files.createDirectories(dir.resolve("source"));
    Files.write(source.resolve("zeros"), new byte[SIZE]);
    cli = Cli.on(dir.resolve("repository")).initialised();
    for (String tag : new String[] {"nightly", "weekly"}) {
      cli.run("backup", source.toString(), "--origin", "shop", "--tag", tag).succeeded();
    }
  }

  @Test
  void tellsTotalsByOriginAndByTag() {
    assertThat(cli.run("stats").succeeded().out())
        .containsPattern("total +2 +2 +390\\.6 KiB")
        .containsPattern("origin shop +2 ")
        .containsPattern("tag nightly +1 ")
        .containsPattern("tag weekly +1 ")
        .contains("The repository has ")
        .doesNotContain("New");
    assertThat(cli.run("stats", "--growth", "--tag", "weekly").succeeded().out())
        .containsPattern("total +1 ")
        .containsPattern("Snapshot +Time +Origin +New +Stored");
  }

  @Test
  void tellsAProgramEverything() {
    JsonNode stats = cli.run("stats", "--json").succeeded().json();

    assertThat(stats.get("snapshots").asLong()).isEqualTo(2);
    assertThat(stats.get("files").asLong()).isEqualTo(2);
    assertThat(stats.get("logical").asLong()).isEqualTo(2 * SIZE);
    assertThat(stats.get("unique").asLong()).isGreaterThan(SIZE);
    assertThat(stats.get("stored").asLong()).isBetween(1L, (long) SIZE);
    assertThat(stats.get("deduplicationRatio").asDouble()).isGreaterThan(1.5);
    assertThat(stats.get("compressionRatio").asDouble()).isGreaterThan(10);
    assertThat(stats.get("packs").asLong()).isPositive();
    assertThat(stats.get("packBytes").asLong()).isGreaterThan(stats.get("stored").asLong());
    assertThat(stats.get("origins").get(0).get("origin").asText()).isEqualTo("shop");
    assertThat(stats.get("tags").get(1).get("tag").asText()).isEqualTo("weekly");
    assertThat(stats.get("growth").get(0).get("unique").asLong()).isGreaterThan(SIZE);
    assertThat(stats.get("growth").get(1).get("unique").asLong()).isLessThan(SIZE);
  }
}
