package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
  private static final long SEED = 77;

  private final Path dir;
  private final Cli cli;

  RepairTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    Path source = Files.createDirectories(dir.resolve("source"));
    byte[] content = new byte[1 << 20];
    new Random(SEED).nextBytes(content);
    Files.write(source.resolve("file"), content);
    cli = Cli.on(dir.resolve("repository"));
    cli.run("init", "--parity", "3%").succeeded();
    cli.run("backup", source.toString()).succeeded();
  }

  @Test
  void correctsAPackByItsParityAndTellsItBefore() throws IOException {
    damagePack(1000);
    Cli.Result planned = cli.run("repair", "--dry-run").succeeded();
    assertThat(planned.out()).contains("pack corrected: packs/").contains("1 step, 0 left");
    cli.run("check", "--read-data").failed(1);

    JsonNode repaired = cli.run("repair", "--json").succeeded().json();
    assertThat(repaired.get("dryRun").asBoolean()).isFalse();
    assertThat(repaired.get("packsRead").asLong()).isPositive();
    JsonNode step = repaired.get("steps").get(0);
    assertThat(step.get("kind").asText()).isEqualTo("PACK_CORRECTED");
    assertThat(step.get("object").asText()).startsWith("packs/");
    assertThat(step.get("affected")).isEmpty();

    cli.run("check", "--read-data").succeeded();
    assertThat(cli.run("restore", "latest", "--target", dir.resolve("target").toString()).ended(0))
        .isNotNull();
    assertThat(dir.resolve("target" + dir.resolve("source/file")))
        .hasSameBinaryContentAs(dir.resolve("source/file"));
  }

  @Test
  void checksBehindARepairIfAsked() throws IOException {
    damagePack(1000);
    Cli.Result checked = cli.run("check", "--repair", "--read-data").ended(0);
    assertThat(checked.out()).contains("pack corrected: packs/").contains("no errors");
  }

  @Test
  void endsWithOneAndNamesWhatIsLost() throws IOException {
    damagePack(500_000);
    Cli.Result left = cli.run("repair").failed(1);
    assertThat(left.out())
        .contains("left: snapshot")
        .contains("lost " + dir.resolve("source/file"));
    assertThat(left.err()).contains("--amend-snapshots");

    assertThat(cli.run("repair", "--amend-snapshots").succeeded().out())
        .contains("snapshot amended: snapshot ");
    assertThat(cli.run("ls", "latest").succeeded().out()).doesNotContain("source/file");
    assertThat(cli.run("repair").succeeded().out()).contains("nothing to repair");
  }

  private void damagePack(int length) throws IOException {
    Path largest;
    try (Stream<Path> files = Files.walk(dir.resolve("repository/packs"))) {
      largest =
          files
              .filter(Files::isRegularFile)
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(largest);
    for (int i = 0; i < length; i++) {
      bytes[bytes.length / 4 + i] ^= 1;
    }
    Files.setPosixFilePermissions(largest, PosixFilePermissions.fromString("rw-------"));
    Files.write(largest, bytes);
  }
}
