package io.byssus.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseTest {
  private final Path dir;

  PassphraseTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void isTheFirstLineOfAFileWhichComesBeforeTheVariable() throws IOException {
    Cli cli = Cli.on(dir.resolve("repository")).initialised().with("BYSSUS_PASSWORD", "not this");
    Path file = Files.writeString(dir.resolve("password"), Cli.PASSPHRASE + "\n");
    cli.run("snapshots", "--password-file", file.toString()).succeeded();
    Files.writeString(file, Cli.PASSPHRASE + "\r\nmore\n");
    cli.run("--password-file", file.toString(), "snapshots").succeeded();
    Files.writeString(file, Cli.PASSPHRASE);
    cli.run("--password-file", file.toString(), "snapshots").succeeded();
    Files.writeString(file, Cli.PASSPHRASE + " ");
    cli.run("--password-file", file.toString(), "snapshots").failed(12);
  }

  @Test
  void isAskedForWhereNothingElseSays() {
    Cli cli = Cli.on(dir.resolve("repository")).without("BYSSUS_PASSWORD");
    cli.typing("typed, naïve", "typed, naïve").run("init").succeeded();
    cli.typing("typed, naïve").run("snapshots").succeeded();
    cli.typing("mistyped").run("snapshots").failed(12);
    Cli.on(dir.resolve("repository"))
        .with("BYSSUS_PASSWORD", "typed, naïve")
        .run("snapshots")
        .succeeded();
  }

  @Test
  void isAskedForTwiceWhereItIsNew() {
    Cli cli = Cli.on(dir.resolve("repository")).without("BYSSUS_PASSWORD");
    assertThat(cli.typing("typed", "mistyped").run("init").failed(1).err()).contains("differ");
    assertThat(dir.resolve("repository/config")).doesNotExist();
  }

  @Test
  void ofBytesThatAreNoTextIsTakenAsItIs() {
    Cli cli = Cli.on(dir.resolve("repository")).with("BYSSUS_PASSWORD", "é".getBytes(ISO_8859_1));
    cli.initialised().run("snapshots").succeeded();
    cli.with("BYSSUS_PASSWORD", "è".getBytes(ISO_8859_1)).run("snapshots").failed(12);
  }

  @Test
  void mustNotBeEmpty() throws IOException {
    Cli cli = Cli.on(dir.resolve("repository"));
    Path empty = Files.writeString(dir.resolve("password"), "\nsecond line\n");
    assertThat(cli.run("init", "--password-file", empty.toString()).failed(1).err())
        .contains(empty.toString(), "empty");
    assertThat(cli.with("BYSSUS_PASSWORD", "").run("init").failed(1).err())
        .contains("BYSSUS_PASSWORD is empty");
    assertThat(cli.without("BYSSUS_PASSWORD").typing("").run("init").failed(1).err())
        .contains("empty");
  }

  @Test
  void isMissedClearlyWhereThereIsNobodyToAsk() {
    Cli cli = Cli.on(dir.resolve("repository")).without("BYSSUS_PASSWORD");
    Cli.Result refused = cli.run("snapshots", "--json").failed(1);
    assertThat(refused.error().get("code").asText()).isEqualTo("NO_PASSPHRASE");
    assertThat(refused.error().get("advice").asText())
        .contains("--password-file", "BYSSUS_PASSWORD");
  }

  @Test
  void inAFileThatIsNotThereIsAnError() {
    Cli cli = Cli.on(dir.resolve("repository"));
    assertThat(cli.run("init", "--password-file", dir + "/none").failed(1).err()).contains("/none");
  }

  @Test
  void isNeverTakenFromAnArgument() {
    Cli cli = Cli.on(dir.resolve("repository")).initialised().without("BYSSUS_PASSWORD");
    assertThat(cli.run("snapshots", "--password", Cli.PASSPHRASE).failed(1).err())
        .contains("--password")
        .doesNotContain("Passphrase");
  }

  @Test
  void isNeverWritten() throws IOException {
    Cli cli = Cli.on(dir.resolve("repository"));
    cli.with("BYSSUS_NEW_PASSWORD", "the new secret");
    Path source = Files.writeString(dir.resolve("file"), "content");
    String[][] commands = {
      {"init", "-v"},
      {"init", "-v"},
      {"backup", "-v", source.toString()},
      {"snapshots", "-v"},
      {"key", "add", "-v"},
      {"key", "list", "-v"},
      {"ls", "-v", "nosuch"},
      {"check", "-v", "--read-data"},
      {"key", "passwd", "-v"},
      {"snapshots", "-v"},
      {"version", "-v"}
    };
    for (String[] command : commands) {
      Cli.Result result = cli.run(command);
      assertThat(result.out() + result.err())
          .as(String.join(" ", command))
          .isNotEmpty()
          .doesNotContain(Cli.PASSPHRASE)
          .doesNotContain("the new secret");
    }
  }
}
