package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  private final Path dir;
  private final Cli cli;
  private final Path source;

  BackupTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "alpha");
    Files.writeString(source.resolve("b.txt"), "beta, beta");
    Files.writeString(source.resolve("c.tmp"), "scrap");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void endsWithOneLineOfJsonThatHoldsTheFigures() {
    JsonNode first = backup("--origin", "shop");
    assertThat(first.get("snapshot").asText()).matches("[0-9a-f]{64}");
    assertThat(first.has("parent")).isFalse();
    assertThat(first.get("origin").asText()).isEqualTo("shop");
    assertThat(first.get("strategy").asText()).isEqualTo("incremental");
    assertThat(first.get("filesNew").asLong()).isEqualTo(3);
    assertThat(first.get("filesChanged").asLong()).isZero();
    assertThat(first.get("filesUnmodified").asLong()).isZero();
    assertThat(first.get("directories").asLong()).isPositive();
    assertThat(first.get("bytesProcessed").asLong()).isEqualTo(20);
    assertThat(first.get("bytesNew").asLong()).isGreaterThanOrEqualTo(20);
    assertThat(first.get("bytesStored").asLong()).isPositive();
    assertThat(first.get("packsResumed").asLong()).isZero();
    assertThat(first.get("bytesResumed").asLong()).isZero();
    assertThat(first.get("seconds").isDouble()).isTrue();
    assertThat(first.get("complete").asBoolean()).isTrue();
    assertThat(first.get("problems")).isEmpty();
    assertThat(first.get("notKept")).isEmpty();
  }

  @Test
  void warnsOfALinkThatMayHaveBeenMeantForItsDirectory() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), source);
    for (String path : new String[] {link.toString(), link + "/", link + "/."}) {
      assertThat(cli.run("backup", path).ended(0).err())
          .startsWith("byssus: warning: ")
          .contains("is a symbolic link");
    }
    cli.run("backup", link + "/a.txt").succeeded();
  }

  @Test
  void tellsTheNextTimeWhatChanged() throws IOException {
    JsonNode first = backup("--origin", "shop");
    Files.writeString(source.resolve("b.txt"), "something else");
    Files.writeString(source.resolve("d.txt"), "delta");
    JsonNode second = backup("--origin", "shop");
    assertThat(second.get("parent").asText()).isEqualTo(first.get("snapshot").asText());
    assertThat(second.get("filesNew").asLong()).isEqualTo(1);
    assertThat(second.get("filesChanged").asLong()).isEqualTo(1);
  }

  @Test
  void tellsPeopleTheSame() {
    Cli.Result made = cli.run("backup", source.toString(), "--origin", "shop").succeeded();
    assertThat(made.out())
        .contains("files: 3 new, 0 changed, 0 unmodified")
        .contains("data: 20 B processed")
        .containsPattern("snapshot [0-9a-f]{8} of shop saved");
  }

  @Test
  void isSilentWhenAskedTo() {
    assertThat(cli.run("backup", "-q", source.toString()).succeeded().out()).isEmpty();
  }

  @Test
  void leavesOutWhatIsExcluded() {
    assertThat(backup("--exclude", "*.tmp").get("filesNew").asLong()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "incremental", "differential"})
  void knowsTheStrategies(String strategy) {
    assertThat(backup("--strategy", strategy).get("strategy").asText()).isEqualTo(strategy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "zstd:maximum", "lz4:fast", "gzip:standard", "none"})
  void knowsTheCompressions(String compression) {
    backup("--compression", compression);
    cli.run("check", "--read-data").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd:", "zstd:11", ":fast", "nosuch"})
  void refusesOtherCompressions(String compression) {
    Cli.Result refused = cli.run("backup", source.toString(), "--compression", compression);
    assertThat(refused.failed(1).err()).startsWith("byssus: ").contains(compression);
  }

  @Test
  void refusesASourceThatIsNotThere() {
    Cli.Result refused = cli.run("backup", dir.resolve("nowhere").toString(), "--json").failed(1);
    assertThat(refused.error().get("code").asText()).isEqualTo("SOURCE_UNREADABLE");
    assertThat(refused.error().get("message").asText()).contains("nowhere");
  }

  @Test
  void endsWithThreeWhenOneOfSeveralSourcesIsNotThereAndKeepsTheRest() {
    String missing = dir.resolve("nowhere").toString();

    Cli.Result partial = cli.run("backup", source.toString(), missing, "--json").failed(3);

    JsonNode summary = partial.json();
    assertThat(summary.get("filesNew").asLong()).isEqualTo(3);
    assertThat(summary.get("complete").asBoolean()).isFalse();
    assertThat(summary.get("problems")).hasSize(1);
    assertThat(summary.get("problems").get(0).get("kind").asText()).isEqualTo("MISSING");
    assertThat(summary.get("problems").get(0).get("path").asText()).isEqualTo(missing);
    assertThat(partial.error().get("code").asText()).isEqualTo("INCOMPLETE_BACKUP");
  }

  @Test
  void endsWithThreeWhenAFileCannotBeReadAndKeepsTheSnapshot() {
    Path unreadable = unreadableFile();
    Cli.Result partial =
        cli.run("backup", source.toString(), unreadable.toString(), "--json").failed(3);
    JsonNode summary = partial.json();
    assertThat(summary.get("complete").asBoolean()).isFalse();
    JsonNode problem = summary.get("problems").get(0);
    assertThat(problem.get("kind").asText()).isEqualTo("UNREADABLE");
    assertThat(problem.get("path").asText()).isEqualTo(unreadable.toString());
    assertThat(problem.get("message").asText()).isNotEmpty();
    assertThat(partial.error().get("code").asText()).isEqualTo("INCOMPLETE_BACKUP");
    assertThat(partial.error().get("retryable").asBoolean()).isTrue();
    JsonNode snapshots = cli.run("snapshots", "--json").succeeded().json();
    assertThat(snapshots.get(0).get("id")).isEqualTo(summary.get("snapshot"));
  }

  @Test
  void namesForPeopleTheFileThatCannotBeRead() {
    Path unreadable = unreadableFile();
    Cli.Result partial = cli.run("backup", source.toString(), unreadable.toString()).failed(3);
    assertThat(partial.out()).containsPattern("snapshot [0-9a-f]{8} of .* saved");
    assertThat(partial.err()).contains("byssus: " + unreadable).doesNotContain("\tat ");
  }

  @Test
  void refusesTextsThatAreNoText() {
    Cli.Result refused = cli.run("backup", source.toString(), "--tag", "caf\udce9").failed(1);
    assertThat(refused.err()).contains("--tag").contains("UTF-8");
  }

  private JsonNode backup(String... options) {
    String[] all =
        Stream.concat(Stream.of("backup", source.toString(), "--json"), Stream.of(options))
            .toArray(String[]::new);
    Cli.Result result = cli.run(all).succeeded();
    assertThat(result.out()).endsWith("}\n");
    return result.json();
  }

  /** A regular file that nobody can read, not even the superuser: the kernel refuses. */
  static Path unreadableFile() {
    return Stream.of("/sys/bus/platform/drivers_probe", "/sys/bus/cpu/drivers_probe")
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(BackupTest::refused)
        .findFirst()
        .orElseGet(
            () -> {
              assumeTrue(false, "the kernel has no file here that nobody can read");
              return Path.of("");
            });
  }

  private static boolean refused(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() < -1;
    } catch (IOException e) {
      return true;
    }
  }
}
