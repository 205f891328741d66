package io.byssus.cli;

import static io.byssus.cli.SnapshotsTest.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgetTest {
  private final Cli cli;
  private final Path source;

  ForgetTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "alpha");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  private String backUp(String origin, String tag) {
    return cli.run("backup", source.toString(), "--origin", origin, "--tag", tag, "--json")
        .succeeded()
        .json()
        .get("snapshot")
        .asText();
  }

  private List<String> backUp(int times) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      ids.add(backUp("shop", "nightly"));
    }
    return ids;
  }

  private List<String> left() {
    List<String> ids = new ArrayList<>();
    cli.run("snapshots", "--json").succeeded().json().forEach(s -> ids.add(s.get("id").asText()));
    return ids;
  }

  @Test
  void forgetsWhatIsNamed() {
    List<String> ids = backUp(3);

    Cli.Result result = cli.run("forget", ids.get(0).substring(0, 12), "latest").succeeded();

    assertThat(result.lines())
        .containsExactly(
            "snapshot " + ids.get(0).substring(0, 8) + " forgotten",
            "snapshot " + ids.get(2).substring(0, 8) + " forgotten");
    assertThat(left()).containsExactly(ids.get(1));
    JsonNode json = cli.run("forget", ids.get(1), "--json").succeeded().json();
    assertThat(texts(json.get("forgotten"))).containsExactly(ids.get(1));
    assertThat(left()).isEmpty();
    assertThat(cli.run("forget", ids.get(1), "--json").failed(1).error().get("code").asText())
        .isEqualTo("SNAPSHOT_NOT_FOUND");
  }

  @Test
  void aDryRunChangesNothing() {
    List<String> ids = backUp(3);
    assertThat(cli.run("forget", "--dry-run", "latest").succeeded().out())
        .isEqualTo("snapshot " + ids.get(2).substring(0, 8) + " would be forgotten\n");
    assertThat(cli.run("forget", "-n", "--keep-last", "1").succeeded().lines())
        .endsWith("1 snapshot kept, 2 snapshots would go");
    JsonNode json = cli.run("forget", "-n", "-l", "1", "--json").succeeded().json();
    assertThat(json.get("dryRun").asBoolean()).isTrue();
    assertThat(json.get("forgotten")).isEmpty();
    assertThat(json.get("groups").get(0).get("remove")).hasSize(2);
    assertThat(left()).isEqualTo(ids);
  }

  @Test
  void printsATableOfWhatStaysAndWhyAndDoesIt() {
    List<String> ids = backUp(3);
    String other = backUp("mail", "x");

    Cli.Result result = cli.run("forget", "--keep-last", "2", "--keep-tag", "x").succeeded();

    assertThat(result.lines().get(0)).isEqualTo("origin shop");
    assertThat(result.lines().get(1)).contains("ID", "Time", "Tags", "Why");
    assertThat(result.lines().get(2)).startsWith("forget  " + ids.get(0).substring(0, 8));
    assertThat(result.lines().get(3))
        .startsWith("keep    " + ids.get(1).substring(0, 8))
        .endsWith("  last 2");
    assertThat(result.lines().get(4)).endsWith("  last 1");
    assertThat(result.lines()).contains("origin mail");
    assertThat(result.out()).contains("last 1, tag x");
    assertThat(result.lines()).endsWith("3 snapshots kept, 1 snapshot forgotten");
    assertThat(left()).containsExactly(ids.get(1), ids.get(2), other);
  }

  @Test
  void isQuietAboutWhatItDoesButNotAboutWhatItWouldDo() {
    backUp(2);
    assertThat(cli.run("-q", "forget", "-n", "--keep-last", "1").succeeded().lines()).hasSize(5);
    assertThat(cli.run("-q", "forget", "--keep-last", "1").succeeded().out()).isEmpty();
    assertThat(left()).hasSize(1);
  }

  @Test
  void tellsItAsJson() {
    List<String> ids = backUp(2);
    backUp("mail", "x");

    JsonNode json =
        cli.run("forget", "--keep-last", "1", "--group-by", "host,paths,tags", "--json")
            .succeeded()
            .json();

    assertThat(json.get("dryRun").asBoolean()).isFalse();
    assertThat(texts(json.get("forgotten"))).containsExactly(ids.get(0));
    assertThat(json.get("gone")).isEmpty();
    assertThat(json.get("spared")).isEmpty();
    assertThat(json.get("groups")).hasSize(2);
    JsonNode group = json.get("groups").get(0);
    assertThat(group.has("origin")).isFalse();
    assertThat(group.get("host").asText()).isNotEmpty();
    assertThat(texts(group.get("paths"))).containsExactly(source.toString());
    assertThat(texts(group.get("tags"))).containsExactly("nightly");
    assertThat(group.get("keep").get(0).get("id").asText()).isEqualTo(ids.get(1));
    assertThat(group.get("keep").get(0).get("time").asText()).endsWith("Z");
    assertThat(texts(group.get("keep").get(0).get("reasons"))).containsExactly("last 1");
    assertThat(group.get("remove").get(0).get("id").asText()).isEqualTo(ids.get(0));
  }

  @Test
  void takesEveryRule() {
    List<String> ids = backUp(2);
    JsonNode json =
        cli.run(
                "forget",
                "--keep-hourly=1",
                "--keep-daily=1",
                "--keep-weekly=1",
                "--keep-monthly=1",
                "--keep-yearly=1",
                "--keep-within=2y5m7d3h",
                "--keep-within-hourly=1h",
                "--keep-within-daily=1d",
                "--keep-within-weekly=7d",
                "--keep-within-monthly=1m",
                "--keep-within-yearly=1y",
                "--keep-minimum=2",
                "--json")
            .succeeded()
            .json();
    assertThat(json.get("groups").get(0).get("keep").get(1).get("reasons")).hasSize(11);
    assertThat(left()).isEqualTo(ids);
  }

  @Test
  void aClassOfDataHasItsRulesAndTheOthersReplaceThem() {
    backUp(4);
    JsonNode json =
        cli.run("forget", "--data-class", "critical", "-n", "--json").succeeded().json();
    assertThat(json.get("groups").get(0).get("keep")).hasSizeGreaterThanOrEqualTo(3);
    cli.run("forget", "--data-class", "logs", "--keep-minimum", "2").succeeded();
    assertThat(left()).hasSizeBetween(2, 3);
  }

  @Test
  void looksOnlyAtWhatTheFilterLeaves() {
    List<String> ids = backUp(2);
    String mail = backUp("mail", "x");
    String tagged = backUp("shop", "x");

    cli.run("forget", "--keep-last", "1", "--tag", "x", "--group-by", "").succeeded();
    assertThat(left()).containsExactly(ids.get(0), ids.get(1), tagged).doesNotContain(mail);
    cli.run("forget", "--keep-last", "1", "--host", "nobody").succeeded();
    cli.run("forget", "--keep-last", "1", "--origin", "mail").succeeded();
    assertThat(left()).hasSize(3);
    cli.run("forget", "--keep-last", "1", "--origin", "shop", "--tag", "nightly").succeeded();
    assertThat(left()).containsExactly(ids.get(1), tagged);
  }

  @Test
  void aPinnedSnapshotStaysUntilItIsUnpinned() {
    List<String> ids = backUp(2);
    String first = ids.get(0);
    String digits = first.substring(0, 8);
    assertThat(cli.run("pin", digits, "--reason", "the audit").succeeded().out())
        .isEqualTo("snapshot " + digits + " pinned\n");

    JsonNode snapshots = cli.run("snapshots", "--json").succeeded().json();
    assertThat(snapshots.get(0).get("pinned").asText()).isEqualTo("the audit");
    assertThat(snapshots.get(1).has("pinned")).isFalse();
    assertThat(cli.run("snapshots").succeeded().lines().get(1)).contains("the audit");
    assertThat(cli.run("forget", first).failed(1).err())
        .contains("snapshot " + digits + " is pinned: the audit")
        .contains("byssus unpin");
    assertThat(cli.run("forget", first, "--json").failed(1).error().get("code").asText())
        .isEqualTo("SNAPSHOT_PINNED");
    assertThat(cli.run("forget", "--keep-last", "1").succeeded().out())
        .contains("pinned: the audit");
    assertThat(left()).isEqualTo(ids);

    assertThat(cli.run("unpin", first, "--json").succeeded().json().get("unpinned").asText())
        .isEqualTo(first);
    cli.run("forget", "--keep-last", "1").succeeded();
    assertThat(left()).containsExactly(ids.get(1));
  }

  @Test
  void severalArePinnedAtOnce() {
    List<String> ids = backUp(2);
    assertThat(
            cli.run("pin", ids.get(0), "latest", "--reason", "both", "--json").succeeded().lines())
        .containsExactly(
            "{\"pinned\":\"" + ids.get(0) + "\"}", "{\"pinned\":\"" + ids.get(1) + "\"}");
    assertThat(cli.run("unpin", ids.get(0), ids.get(1)).succeeded().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "forget | nothing says what to forget",
        "forget latest --keep-last 1 | not by both at once",
        "forget --keep-last 0 | keepLast keeps at least 1 snapshot, not 0",
        "forget --keep-daily x | 'x' is not an int",
        "forget --keep-within 3w | such as 30d, 12h or 2y5m7d3h",
        "forget --keep-within 0d | at most 1000 years",
        "forget --keep-minimum 2 | no rule that keeps anything",
        "forget --keep-last 1 --group-by colour | not 'colour'",
        "forget --keep-last 1 --data-class vital | not 'vital'",
        "pin latest | --reason",
        "pin latest --reason= | 1 to 1000 characters, not 0",
        "pin --reason x | SNAPSHOT",
      })
  void refusesWhatMakesNoSense(String line, String message) {
    backUp(1);
    assertThat(cli.run(line.split(" ", -1)).failed(1).err()).contains(message);
    assertThat(left()).hasSize(1);
  }
}
