package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneTest {
  private static final int SIZE = 300_000;

  private final Cli cli;
  private final Path source;
  private final Path store;

  PruneTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    store = dir.resolve("repository");
    cli = Cli.on(store).initialised();
  }

  private void backUp(long seed) throws IOException {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    Files.write(source.resolve("file"), content);
    cli.run("backup", source.toString(), "--origin", "shop").succeeded();
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void deletesWhatNoSnapshotNeeds() throws IOException {
    backUp(1);
    long before = packs();
    backUp(2);
    cli.run("forget", "--keep-last", "1").succeeded();

    assertThat(cli.run("prune", "--grace", "0", "-n").succeeded().lines().get(0))
        .startsWith(before + " packs would go: ");
    Cli.Result result = cli.run("prune", "--grace", "0").succeeded();

    assertThat(result.lines().get(0)).startsWith(before + " packs deleted: ");
    assertThat(result.lines().get(1)).startsWith(before + " packs left: ").endsWith("unused");
    assertThat(packs()).isEqualTo(before);
    assertThat(cli.run("check", "--read-data").succeeded().out()).contains("no errors");
    assertThat(cli.run("prune", "--grace", "0").succeeded().lines().get(0))
        .isEqualTo("0 packs deleted: 0 B");
  }

  @Test
  void leavesWhatIsNewToALaterPrune() throws IOException {
    backUp(1);
    backUp(2);
    long before = packs();
    assertThat(cli.run("forget", "-l", "1", "--prune").succeeded().lines())
        .contains("1 snapshot kept, 1 snapshot forgotten")
        .anyMatch(line -> line.startsWith("0 packs deleted"));
    assertThat(packs()).isEqualTo(before);
    JsonNode plan = cli.run("prune", "--grace=0", "-n", "--json").succeeded().json();
    assertThat(plan.get("dryRun").asBoolean()).isTrue();
    assertThat(plan.get("packsGoing").asLong()).isPositive();
    assertThat(plan.get("bytesLeft").asLong()).isGreaterThan(SIZE);
    JsonNode report =
        cli.run("prune", "--grace=0", "--max-unused=10%", "--max-repack=1G", "--json")
            .succeeded()
            .json();
    assertThat(report.get("packsDeleted")).isEqualTo(plan.get("packsGoing"));
    assertThat(report.get("bytesDeleted").asLong()).isGreaterThan(SIZE);
    assertThat(report.get("packsLeft").asLong()).isEqualTo(packs());
    assertThat(report.get("complete").asBoolean()).isTrue();
    assertThat(report.get("problems")).isEmpty();
  }

  @Test
  void forgetsAndPrunesAtOnce() throws IOException {
    backUp(1);
    assertThat(cli.run("forget", "latest", "--prune", "--grace", "0").succeeded().lines())
        .anyMatch(line -> line.startsWith("0 packs left"));
    assertThat(packs()).isZero();
  }

  @Test
  void storesAnewWhatEarlierEpochsSealed() throws IOException {
    backUp(1);
    long before = packs();
    cli.run("key", "rotate").succeeded();
    JsonNode plan = cli.run("prune", "--grace=0", "--reencrypt", "-n", "--json").succeeded().json();
    assertThat(plan.get("packsToRepack").asLong()).isEqualTo(before);
    assertThat(cli.run("prune", "--reencrypt").succeeded().out())
        .contains(before + " packs of them of earlier epochs, for the next prune");
    assertThat(
            cli.run("prune", "--grace=0", "--reencrypt", "--max-repack=0", "-n").succeeded().out())
        .contains(before + " packs of earlier epochs would stay");

    JsonNode report = cli.run("prune", "--grace=0", "--reencrypt", "--json").succeeded().json();

    assertThat(report.get("packsRepacked").asLong()).isEqualTo(before);
    assertThat(report.get("packsOfEarlierEpochs").asLong()).isZero();
    assertThat(report.get("bytesOfEarlierEpochs").asLong()).isZero();
    assertThat(cli.run("check", "--read-data").succeeded().out()).contains("no errors");
  }

  @ParameterizedTest
  @CsvSource({
    "prune --grace yesterday, --grace is a time",
    "prune --grace -1d, --grace is a time",
    "prune --max-unused 5, --max-unused is a percentage",
    "prune --max-repack lots, --max-repack is a size",
    "forget latest --prune --dry-run, not with --dry-run",
    "forget latest --grace 0, about --prune",
    "forget latest --reencrypt, about --prune",
  })
  void refusesWhatMakesNoSense(String command, String message) throws IOException {
    backUp(1);
    Cli.Result result = cli.run(command.split(" ", -1)).failed(1);
    assertThat(result.err()).contains(message);
    assertThat(cli.run("snapshots", "--json").succeeded().json()).hasSize(1);
  }
}
