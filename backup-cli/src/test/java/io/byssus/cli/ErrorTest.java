package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorTest {
  private final Path dir;

  ErrorTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void noRepositoryEndsWithTenAndMakesNone() {
    Cli cli = Cli.on(dir.resolve("nowhere"));
    Cli.Result refused = cli.run("snapshots").failed(10);
    assertThat(refused.err())
        .startsWith("byssus: ")
        .contains("nowhere")
        .contains("byssus init")
        .doesNotContain("\tat ");
    assertThat(refused.err().lines()).hasSize(2);
    assertThat(refused.out()).isEmpty();
    assertThat(dir.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aDirectoryWithSomethingElseEndsWithTen() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "no repository");
    Cli.on(dir).run("snapshots").failed(10);
  }

  @Test
  void aWrongPassphraseEndsWithTwelve() {
    Cli cli = Cli.on(dir.resolve("repository")).initialised().with("BYSSUS_PASSWORD", "wrong");
    Cli.Result refused = cli.run("snapshots", "--json").failed(12);
    JsonNode error = refused.error();
    assertThat(error.get("code").asText()).isEqualTo("WRONG_KEY");
    assertThat(error.get("message").asText()).isNotEmpty();
    assertThat(error.get("advice").asText()).contains("BYSSUS_PASSWORD");
    assertThat(error.get("retryable").asBoolean()).isFalse();
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void aTraceIsShownToWhoAsksForIt() {
    assertThat(Cli.on(dir.resolve("nowhere")).run("snapshots", "-v").failed(10).err())
        .startsWith("byssus: ")
        .contains("RepositoryNotFoundException")
        .contains("\tat ");
  }

  @Test
  void unknownWordsEndWithOneAndSayWhereHelpIs() {
    Cli cli = Cli.bare();
    assertThat(cli.run("bakcup").failed(1).err()).contains("bakcup").contains("byssus --help");
    assertThat(cli.run("backup", "--nosuch", "path").failed(1).err())
        .contains("--nosuch")
        .contains("byssus backup --help");
    assertThat(cli.run("backup").failed(1).err()).contains("PATH");
    assertThat(cli.run().failed(1).err()).contains("subcommand");
    assertThat(cli.run("--json", "bakcup").failed(1).error().get("code").asText())
        .isEqualTo("USAGE");
  }

  @Test
  void aPathCalledLikeAnOptionIsGivenAfterTwoDashes() {
    Cli cli = Cli.on(dir.resolve("repository")).initialised();
    assertThat(cli.run("backup", "--", "--json").failed(1).err())
        .startsWith("byssus: ")
        .contains("--json");
  }
}
