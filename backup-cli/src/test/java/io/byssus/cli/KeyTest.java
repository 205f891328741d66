package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTest {
  private final Path dir;
  private final Cli cli;

  KeyTest(@TempDir Path dir) {
    this.dir = dir;
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void listShowsWhoCanOpenTheRepository() {
    JsonNode holders = cli.run("key", "list", "--json").succeeded().json();
    assertThat(holders).hasSize(1);
    JsonNode holder = holders.get(0);
    assertThat(holder.get("id").asText()).matches("[0-9a-f]{64}");
    assertThat(holder.get("kind").asText()).isEqualTo("passphrase");
    assertThat(holder.get("label").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(Instant.parse(holder.get("created").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(holder.get("current").asBoolean()).isTrue();
    assertThat(cli.run("key", "list").succeeded().out()).contains("*").contains("passphrase");
  }

  @Test
  void addLetsAnotherPassphraseInAndRemoveTakesItAway() {
    Cli other = Cli.on(dir.resolve("repository")).with("BYSSUS_PASSWORD", "another one");
    other.run("snapshots").failed(12);
    cli.with("BYSSUS_NEW_PASSWORD", "another one");
    JsonNode added = cli.run("key", "add", "--label", "Ada", "--json").succeeded().json();
    assertThat(added.get("label").asText()).isEqualTo("Ada");
    other.run("snapshots").succeeded();
    String id = added.get("id").asText();
    assertThat(cli.run("key", "remove", id, "--json").succeeded().json().get("removed").asText())
        .isEqualTo(id);
    other.run("snapshots").failed(12);
    cli.run("snapshots").succeeded();
  }

  @Test
  void passwdReplacesThePassphrase() throws IOException {
    Path file = Files.writeString(dir.resolve("new"), "the new one\r\nsecond line\n");
    cli.run("key", "passwd", "--new-password-file", file.toString()).succeeded();
    cli.run("snapshots").failed(12);
    cli.with("BYSSUS_PASSWORD", "the new one").run("snapshots").succeeded();
  }

  @Test
  void addAsksTwiceForTheNewPassphrase() {
    cli.typing("typed", "typed").run("key", "add").succeeded();
    Cli.on(dir.resolve("repository")).with("BYSSUS_PASSWORD", "typed").run("snapshots").succeeded();
    assertThat(cli.typing("typed", "mistyped").run("key", "add").failed(1).err())
        .contains("differ");
  }

  @Test
  void theLastKeyCannotBeRemoved() {
    String id = cli.run("key", "list", "--json").json().get(0).get("id").asText();
    Cli.Result refused = cli.run("key", "remove", id).failed(1);
    assertThat(refused.err().lines()).hasSize(2);
    assertThat(refused.err()).startsWith("byssus: key file " + id.substring(0, 8));
    cli.run("snapshots").succeeded();
  }

  @Test
  void removeNamesAKeyThatIsNotThere() {
    Cli.Result refused = cli.run("key", "remove", "zzzz", "--json").failed(1);
    assertThat(refused.error().get("message").asText()).contains("zzzz");
    assertThat(refused.error().get("code").asText()).isEqualTo("KEY_HOLDER_REFUSED");
    assertThat(refused.error().get("advice").asText()).contains("List");
  }

  @Test
  void listShowsAKeyFileThatTheLogDoesNotNameAndRemoveTakesIt() throws IOException {
    Cli.on(dir.resolve("elsewhere")).initialised();
    String id;
    try (Stream<Path> files = Files.list(dir.resolve("elsewhere/keys"))) {
      Path file = files.findFirst().orElseThrow();
      id = file.getFileName().toString();
      Files.copy(file, dir.resolve("repository/keys").resolve(id));
    }

    assertThat(cli.run("key", "list").succeeded().out()).contains("leftover").contains("not in");
    JsonNode leftover = cli.run("key", "list", "--json").succeeded().json().get(1);
    assertThat(leftover.get("id").asText()).isEqualTo(id);
    assertThat(leftover.get("kind").asText()).isEqualTo("leftover key file");
    assertThat(leftover.has("created")).isFalse();
    assertThat(cli.run("check").succeeded().out()).contains("warning: keys/" + id);

    cli.run("key", "remove", id.substring(0, 12)).succeeded();
    assertThat(cli.run("key", "list", "--json").succeeded().json()).hasSize(1);
  }

  @Test
  void aloneSaysWhatItCanDo() {
    assertThat(cli.run("key").failed(1).err()).contains("subcommand").contains("byssus key --help");
  }

  @Test
  void rotateBeginsAnEpochIntoWhichEveryPassphraseFollows() {
    cli.with("BYSSUS_NEW_PASSWORD", "another one").run("key", "add").succeeded();
    JsonNode young =
        cli.run("key", "rotate", "--if-older-than", "90d", "--json").succeeded().json();
    assertThat(young.get("rotated").asBoolean()).isFalse();
    assertThat(young.get("epoch").asInt()).isEqualTo(1);
    assertThat(cli.run("key", "rotate").succeeded().out()).contains("epoch 2 has begun");
    cli.run("backup", dir.resolve("repository/config").toString()).succeeded();
    cli.with("BYSSUS_PASSWORD", "another one").run("check").succeeded();
    assertThat(cli.run("key", "rotate", "--if-older-than", "1w").failed(1).err()).contains("90d");
  }

  @Test
  void removeWithRevokeTellsWhoKeptTheKeyFileThatItOpensNothingMore() throws IOException {
    cli.with("BYSSUS_NEW_PASSWORD", "leaver");
    String id = cli.run("key", "add", "--json").succeeded().json().get("id").asText();
    Path file = dir.resolve("repository/keys").resolve(id);
    byte[] kept = Files.readAllBytes(file);
    assertThat(cli.run("key", "remove", id, "--revoke").succeeded().out()).contains("revoked");
    Files.write(file, kept);
    Cli leaver = Cli.on(dir.resolve("repository")).with("BYSSUS_PASSWORD", "leaver");
    assertThat(leaver.run("snapshots").failed(12).err())
        .contains("epoch 2")
        .contains("its holder was removed");
    cli.run("snapshots").succeeded();
  }

  @Test
  void addWriteOnlyLetsAHostBackUpAndNothingElse() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Files.writeString(source.resolve("file"), "content");
    cli.with("BYSSUS_NEW_PASSWORD", "the host's");
    JsonNode added =
        cli.run("key", "add", "--write-only", "--label", "web", "--json").succeeded().json();
    assertThat(added.get("writeOnly").asBoolean()).isTrue();
    assertThat(cli.run("key", "list").succeeded().out()).contains("write only").contains("all");
    Cli host =
        Cli.on(dir.resolve("repository"))
            .with("BYSSUS_PASSWORD", "the host's")
            .with("BYSSUS_CACHE_DIR", dir.resolve("cache").toString());
    host.run("backup", source.toString()).succeeded();
    assertThat(
            host.run("backup", source.toString(), "--json")
                .succeeded()
                .json()
                .get("filesUnmodified")
                .asInt())
        .isEqualTo(1);
    assertThat(dir.resolve("cache")).isNotEmptyDirectory();
    for (String command : new String[] {"snapshots", "check", "prune", "stats"}) {
      Cli.Result refused = host.run(command, "--json").failed(1);
      assertThat(refused.error().get("code").asText()).isEqualTo("WRITE_ONLY_KEY");
    }
    JsonNode snapshot = cli.run("snapshots", "--json").succeeded().json().get(0);
    assertThat(snapshot.get("writtenBy").get("label").asText()).isEqualTo("web");
    assertThat(cli.run("snapshots").succeeded().out()).contains("web (key ");
    cli.run("restore", "latest", "--target", dir.resolve("restored").toString()).succeeded();
    assertThat(dir.resolve("restored" + source.resolve("file"))).hasContent("content");
  }
}
