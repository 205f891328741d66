package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  private final Cli cli;
  private final Path source;

  SnapshotsTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "alpha");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void areAnEmptyArrayWhereThereAreNone() {
    assertThat(cli.run("snapshots", "--json").succeeded().out()).isEqualTo("[]\n");
  }

  @Test
  void areAnArrayWithAllThatIsKnown() {
    backup("shop", "nightly,eu", "--description", "before the sale");
    JsonNode list = cli.run("snapshots", "--json").succeeded().json();
    assertThat(list).hasSize(1);
    JsonNode snapshot = list.get(0);
    assertThat(snapshot.get("id").asText()).matches("[0-9a-f]{64}");
    assertThat(Instant.parse(snapshot.get("time").asText()))
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
    assertThat(snapshot.get("time").asText()).endsWith("Z");
    assertThat(snapshot.get("origin").asText()).isEqualTo("shop");
    assertThat(snapshot.get("host").asText()).isNotEmpty();
    assertThat(texts(snapshot.get("paths"))).containsExactly(source.toString());
    assertThat(texts(snapshot.get("tags"))).containsExactly("nightly", "eu");
    assertThat(snapshot.get("description").asText()).isEqualTo("before the sale");
    assertThat(snapshot.get("strategy").asText()).isEqualToIgnoringCase("incremental");
    assertThat(snapshot.get("files").asLong()).isEqualTo(1);
    assertThat(snapshot.get("size").asLong()).isEqualTo(5);
  }

  @Test
  void haveNoFieldForWhatWasNotSaid() {
    backup("shop", "nightly");
    JsonNode snapshot = cli.run("snapshots", "--json").succeeded().json().get(0);
    assertThat(snapshot.has("description")).isFalse();
    assertThat(snapshot.has("parent")).isFalse();
  }

  @Test
  void areNarrowedDownByTime() {
    backup("shop", "first");
    backup("shop", "second");
    JsonNode list = cli.run("snapshots", "--json").succeeded().json();
    String first = list.get(0).get("id").asText();
    String second = list.get(1).get("id").asText();
    String between = list.get(0).get("time").asText();

    assertThat(ids("--before", between)).containsExactly(first);
    assertThat(ids("--after", list.get(1).get("time").asText())).containsExactly(second);
    assertThat(ids("--nearest", between)).containsExactly(first);
    assertThat(ids("--nearest", "2100-01-01")).containsExactly(second);
    assertThat(ids("--nearest", "2000-01-01T12:00")).containsExactly(first);
    assertThat(ids("--before", "2000-01-01")).isEmpty();
    assertThat(cli.run("ls", "latest", "--before", "2000-01-01").failed(1).err())
        .contains("no snapshot to take the latest of");
    assertThat(cli.run("diff", "latest", second, "--before", between, "-q").succeeded().out())
        .isEmpty();
    assertThat(cli.run("snapshots", "--before", "noon").failed(1).err()).contains("'noon'");
  }

  private List<String> ids(String option, String time) {
    List<String> ids = new ArrayList<>();
    cli.run("snapshots", "--json", option, time)
        .succeeded()
        .json()
        .forEach(snapshot -> ids.add(snapshot.get("id").asText()));
    return ids;
  }

  @Test
  void areATableForPeople() {
    backup("shop", "nightly");
    Cli.Result table = cli.run("snapshots").succeeded();
    assertThat(table.lines()).hasSize(3);
    assertThat(table.lines().get(0)).startsWith("ID").contains("Origin").contains("Paths");
    assertThat(table.lines().get(1))
        .containsPattern("^[0-9a-f]{8}  ")
        .contains("shop", "nightly", source.toString());
    assertThat(table.lines().get(2)).isEqualTo("1 snapshot");
  }

  @Test
  void areNarrowedDownByOriginAndTags() {
    backup("shop", "nightly,eu");
    backup("shop", "weekly");
    backup("mail", "nightly");
    assertThat(count("--origin", "shop")).isEqualTo(2);
    assertThat(count("--tag", "nightly")).isEqualTo(2);
    assertThat(count("--tag", "nightly,eu")).isEqualTo(1);
    assertThat(count("--tag", "eu", "--tag", "weekly")).isEqualTo(2);
    assertThat(count("--origin", "mail", "--tag", "weekly")).isZero();
  }

  @Test
  void saysWhenADamagedLogMayHaveLostSome() throws IOException {
    backup("shop", "nightly");
    Path entry = source.resolveSibling("repository").resolve("log/0000000000000001");
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entry, bytes);
    Cli.Result result = cli.run("--quiet", "snapshots", "--json").ended(0);
    assertThat(result.out()).isEqualTo("[]\n");
    assertThat(result.err())
        .contains("byssus: warning: log/0000000000000001")
        .contains("snapshots may be missing")
        .contains("a check tells");
  }

  @Test
  void cannotColourTheTerminal() {
    backup("red \u001b[31m", "x");
    assertThat(cli.run("snapshots").succeeded().out())
        .contains("\\x1b[31m")
        .doesNotContain("\u001b");
  }

  private int count(String... filter) {
    List<String> arguments = new ArrayList<>(List.of("snapshots", "--json"));
    arguments.addAll(List.of(filter));
    return cli.run(arguments.toArray(String[]::new)).succeeded().json().size();
  }

  private void backup(String origin, String tags, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("backup", source.toString(), "--origin", origin, "--tag", tags));
    arguments.addAll(List.of(more));
    cli.run(arguments.toArray(String[]::new)).succeeded();
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
