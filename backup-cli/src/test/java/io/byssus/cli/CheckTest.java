package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
  private static final long SEED = 30;
  private static final int FILES = 200;

  private final Path dir;
  private final Cli cli;

  CheckTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    Path source = Files.createDirectories(dir.resolve("source"));
    Random random = new Random(SEED);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[2000]; // small enough to be packed together, and no text
      random.nextBytes(content);
      Files.write(source.resolve("file" + i), content);
    }
    cli = Cli.on(dir.resolve("repository")).initialised();
    cli.run("backup", source.toString()).succeeded();
  }

  @Test
  void findsAWholeRepositoryWhole() {
    assertThat(cli.run("check").succeeded().out()).contains("1 snapshot, ").contains("no errors");
    JsonNode report = cli.run("check", "--read-data", "--json").succeeded().json();
    assertThat(report.get("healthy").asBoolean()).isTrue();
    assertThat(report.get("snapshots").asLong()).isEqualTo(1);
    assertThat(report.get("packs").asLong()).isPositive();
    assertThat(report.get("packsRead")).isEqualTo(report.get("packs"));
    assertThat(report.get("bytesRead").asLong()).isPositive();
    assertThat(report.get("seconds").isDouble()).isTrue();
    assertThat(report.get("findings")).isEmpty();
  }

  @Test
  void readsAPartIfAsked() {
    JsonNode report = cli.run("check", "--read-data-subset", "0%", "--json").succeeded().json();
    assertThat(report.get("packsRead").asLong()).isZero();
    cli.run("check", "--read-data-subset=12.5%").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "101%", "-1%", "many%", "%"})
  void refusesPartsThatAreNone(String part) {
    assertThat(cli.run("check", "--read-data-subset=" + part).failed(1).err()).contains(part);
  }

  @Test
  void readsEitherAllOrAPart() {
    Cli.Result refused = cli.run("check", "--read-data", "--read-data-subset", "10%").failed(1);
    assertThat(refused.err()).contains("--read-data");
  }

  @Test
  void endsWithOneAndNamesTheFilesWhenAPackIsDamaged() throws IOException {
    damageLargestPack();
    Cli.Result found = cli.run("check", "--read-data", "--json").failed(1);
    JsonNode report = found.json();
    assertThat(report.get("healthy").asBoolean()).isFalse();
    JsonNode finding = report.get("findings").get(0);
    assertThat(finding.get("severity").asText()).isEqualTo("ERROR");
    assertThat(finding.get("object").asText()).startsWith("packs/");
    assertThat(finding.get("message").asText()).isNotEmpty();
    assertThat(finding.get("affected")).isNotEmpty();
    assertThat(found.error().get("code").asText()).isEqualTo("DAMAGED_REPOSITORY");
    assertThat(found.error().get("advice").asText())
        .doesNotContain("check --read-data")
        .contains("new backup of the same source")
        .contains("from a copy");
  }

  @Test
  void thatReadNoDataSaysThatReadingMayFindMore() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("repository/packs"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    assertThat(cli.run("check", "--json").failed(1).error().get("advice").asText())
        .startsWith("'byssus check --read-data' may find more.");
  }

  @Test
  void whatTheNextBackupStoredAgainIsWarnedOfByItAndNoErrorAnyMore() throws IOException {
    Files.delete(largestPack());
    cli.run("check").failed(1);

    Cli.Result healing = cli.run("--quiet", "backup", dir.resolve("source").toString()).ended(0);
    assertThat(healing.err())
        .containsOnlyOnce("byssus: warning: ")
        .contains("missing, cut off or unreadable: a backup stores again");

    Cli.Result healed = cli.run("check", "--read-data").ended(0);
    assertThat(healed.out()).contains("warning: packs/").contains("nothing is lost");
    assertThat(cli.run("backup", dir.resolve("source").toString()).ended(0).err())
        .doesNotContain("warning");
  }

  @Test
  void namesForPeopleAFewFilesAndAllIfAsked() throws IOException {
    damageLargestPack();
    JsonNode finding =
        cli.run("check", "--read-data", "--json").failed(1).json().get("findings").get(0);
    int affected = finding.get("affected").size();
    assertThat(affected).isGreaterThan(10);
    Cli.Result few = cli.run("check", "--read-data").failed(1);
    assertThat(few.out()).contains("error: packs/");
    assertThat(affected(few)).hasSize(10);
    assertThat(few.out()).contains("and " + (affected - 10) + " more; -v names them");
    assertThat(few.err()).startsWith("byssus: the check found").doesNotContain("\tat ");
    assertThat(affected(cli.run("check", "--read-data", "-v").failed(1))).hasSize(affected);
  }

  private static List<String> affected(Cli.Result result) {
    return result.lines().stream().filter(line -> line.startsWith("  affects ")).toList();
  }

  private void damageLargestPack() throws IOException {
    Path largest = largestPack();
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(largest, PosixFilePermissions.fromString("rw-------"));
    Files.write(largest, bytes);
  }

  private Path largestPack() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("repository/packs"))) {
      List<Path> packs = files.filter(Files::isRegularFile).toList();
      return packs.stream().max((a, b) -> Long.compare(size(a), size(b))).orElseThrow();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
