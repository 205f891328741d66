package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshots --password=topsecret",
        "snapshots -p topsecret",
        "snapshots -ptopsecret",
        "key add topsecret",
        "init topsecret",
        "init -=topsecret -p"
      })
  void aPassphraseInAnArgumentIsNotShownAgain(String words) {
    assertThat(Cli.bare().run(words.split(" ", -1)).failed(1).err())
        .doesNotContain("topsecret")
        .contains("BYSSUS_PASSWORD");
  }

  @Test
  void unknownWordsEndWithOneAndSayWhereHelpIs() {
    Cli cli = Cli.bare();
    assertThat(cli.run("bakcup").failed(1).err())
        .startsWith("byssus: there is no command 'bakcup'; did you mean backup")
        .contains("byssus --help");
    assertThat(cli.run("key", "lost").failed(1).err())
        .startsWith("byssus: there is no command 'lost'")
        .contains("byssus key --help");
    assertThat(cli.run("version", "surplus").failed(1).err()).contains("'surplus'");
    assertThat(cli.run("backup", "--nosuch", "path").failed(1).err())
        .contains("--nosuch")
        .contains("byssus backup --help");
    assertThat(cli.run("backup").failed(1).err()).contains("PATH");
    assertThat(cli.run().failed(1).err()).contains("subcommand");
    assertThat(cli.run("--json", "bakcup").failed(1).error().get("code").asText())
        .isEqualTo("USAGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find [a",
        "find --content xyz",
        "backup --exclude [a .",
        "backup --files-from - --tag tag",
        "backup --compression Not-A-Name .",
        "backup --ignore-file a/b .",
        "restore latest --target nowhere --include [a",
        "ls latest ..",
        "snapshots --repo file:%zz"
      })
  void argumentsThatTheLibraryRefusesAreTheUsersMistake(String arguments) throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    Cli cli = Cli.on(dir.resolve("repository")).initialised();
    cli.run("backup", source.toString()).succeeded();

    Cli.Result refused =
        cli.fed(new byte[] {'a', 0, 'b', '\n'}).run((arguments + " --json").split(" ")).failed(1);

    assertThat(refused.error().get("code").asText())
        .as(refused.err())
        .isIn("INVALID_ARGUMENT", "USAGE");
  }

  @Test
  void aLocationWhereNoRepositoryCanBeEndsWithTen() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "content");
    assertThat(Cli.on(file).run("snapshots").failed(10).err()).contains("is not a directory");
    assertThat(Cli.on(file).run("init").failed(10).err()).contains("is not a directory");
  }

  @Test
  void aFileThatIsNotThereIsSaidInWords() {
    Cli cli = Cli.on(dir.resolve("repository"));
    String nowhere = dir.resolve("nowhere").toString();
    for (String option : List.of("--password-file", "--recovery-key-file")) {
      assertThat(cli.run("snapshots", option, nowhere).failed(1).err())
          .contains(nowhere + " cannot be read: there is no such file or directory")
          .doesNotContain("Exception");
    }
    cli.initialised();
    assertThat(cli.run("backup", "--files-from", nowhere).failed(1).err())
        .contains("there is no such file or directory")
        .doesNotContain("Exception");
  }

  @Test
  void aNameOfAKeyThatIsTooLongIsRefusedBeforeAnythingIsMade() {
    Cli cli = Cli.on(dir.resolve("repository"));
    assertThat(cli.run("init", "--label", "x".repeat(201)).failed(1).err()).contains("201");
    assertThat(dir.resolve("repository")).doesNotExist();
  }

  @Test
  void aPathCalledLikeAnOptionIsGivenAfterTwoDashes() {
    Cli cli = Cli.on(dir.resolve("repository")).initialised();
    assertThat(cli.run("backup", "--", "--json").failed(1).err())
        .startsWith("byssus: ")
        .contains("--json");
  }
}
