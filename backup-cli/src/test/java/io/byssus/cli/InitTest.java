package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  private final Path dir;

  InitTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void tellsTheIdAndWhatALostPassphraseMeans() {
    Cli.Result made = Cli.on(dir.resolve("repository")).run("init").succeeded();
    assertThat(made.out())
        .containsPattern("repository [0-9a-f]{32} made at file:")
        .contains("lost");
  }

  @Test
  void tellsIdAndLocationAsJson() {
    JsonNode made = Cli.on(dir.resolve("repository")).run("init", "--json").succeeded().json();
    assertThat(made.get("id").asText()).matches("[0-9a-f]{32}");
    assertThat(made.get("location").asText()).startsWith("file:").contains("repository");
  }

  @Test
  void givesPacksTheParityThatIsAskedFor() {
    Cli cli = Cli.on(dir.resolve("repository"));
    cli.run("init", "--parity").succeeded();
    assertThat(cli.run("parity").succeeded().out()).isEqualTo("3%\n");
    assertThat(cli.run("parity", "12.5%").succeeded().out()).contains("parity of 12.5%");
    JsonNode set = cli.run("parity", "--json").succeeded().json();
    assertThat(set.get("percent").asDouble()).isEqualTo(12.5);
    cli.run("parity", "none").succeeded();
    assertThat(cli.run("parity").succeeded().out()).isEqualTo("none\n");
    for (String refused : new String[] {"3", "0.5%", "51%", "all", "%"}) {
      assertThat(cli.run("parity", refused).failed(1).err()).contains("1% to 50%");
    }
  }

  @Test
  void sealsWithTheCipherThatIsAskedFor() throws IOException {
    Path place = dir.resolve("repository");
    Cli cli = Cli.on(place);
    assertThat(cli.run("init", "--cipher", "rot13").failed(1).err())
        .contains("'rot13' is none of aes-256-gcm, chacha20-poly1305");
    cli.run("init", "--cipher", "chacha20-poly1305").succeeded();
    Path file = Files.writeString(dir.resolve("file"), "content");
    cli.run("backup", file.toString()).succeeded();
    assertThat(cli.run("dump", "latest", file.toString()).succeeded().out()).isEqualTo("content");
    try (Stream<Path> packs = Files.walk(place.resolve("packs"))) {
      assertThat(packs.filter(Files::isRegularFile)).allMatch(InitTest::isOfSuiteTwo);
    }
  }

  private static boolean isOfSuiteTwo(Path blob) {
    try {
      return Files.readAllBytes(blob)[8] == 2;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void printsARecoveryKeyOnceAlsoWhenItIsToBeQuiet() throws IOException {
    Cli cli = Cli.on(dir.resolve("repository"));
    String printed = cli.run("init", "-q").succeeded().out();
    assertThat(printed).matches("recovery key: [A-Z2-7]{5}(-[A-Z2-7]{5}){7}\n");

    Path file =
        Files.writeString(dir.resolve("typed"), printed.substring(14).toLowerCase(Locale.ROOT));
    Cli rescuer = cli.without("BYSSUS_PASSWORD");
    JsonNode holders =
        rescuer
            .run("key", "list", "--json", "--recovery-key-file", file.toString())
            .succeeded()
            .json();
    assertThat(holders).hasSize(2);
    Files.writeString(file, printed.substring(15));
    assertThat(rescuer.run("snapshots", "--recovery-key-file", file.toString()).failed(12).err())
        .contains("40 letters and digits")
        .doesNotContain(printed.substring(20, 25));
  }

  @Test
  void writesTheRecoveryKeyIntoAFileOfItsOwnerAlone() throws IOException {
    Path file = dir.resolve("recovery");
    Cli cli = Cli.on(dir.resolve("repository"));
    Cli.Result made = cli.run("init", "--recovery-key-to", file.toString()).succeeded();
    String key = Files.readString(file).strip();
    assertThat(key).matches("[A-Z2-7]{5}(-[A-Z2-7]{5}){7}");
    assertThat(made.out()).contains(file.toString()).doesNotContain(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    assertThat(cli.run("key", "add-recovery", "--recovery-key-to", file.toString()).failed(1).err())
        .contains("there already");
    assertThat(Files.readString(file)).contains(key);
    String second =
        cli.run("key", "add-recovery", "--json").succeeded().json().get("recoveryKey").asText();
    assertThat(second).isNotEqualTo(key);
    Files.writeString(dir.resolve("second"), second);
    cli.without("BYSSUS_PASSWORD")
        .run("snapshots", "--recovery-key-file", dir.resolve("second").toString())
        .succeeded();
  }

  @Test
  void leavesNoRecoveryKeyFileBehindWhenItFails() {
    Path file = dir.resolve("recovery");
    Cli cli = Cli.on(dir.resolve("repository")).initialised();
    cli.run("init", "--recovery-key-to", file.toString()).failed(1);
    assertThat(file).doesNotExist();
    assertThat(cli.run("init", "--no-recovery-key", "--recovery-key-to", "x").failed(1).err())
        .contains("together");
  }

  @Test
  void refusesToMakeARepositoryTwice() {
    Cli cli = Cli.on(dir.resolve("repository")).initialised();
    Cli.Result again = cli.run("init", "--json").failed(1);
    assertThat(again.error().get("code").asText()).isEqualTo("REPOSITORY_EXISTS");
  }

  @Test
  void finishesWhatWasCutShortAndLeavesALostConfigurationAlone() throws IOException {
    Path repository = dir.resolve("repository");
    Cli cli = Cli.on(repository).initialised();
    Files.delete(repository.resolve("config"));
    assertThat(cli.run("snapshots").failed(10).err()).contains("cut short").contains("again");
    cli.run("init").succeeded();
    cli.run("snapshots").succeeded();

    cli.with("BYSSUS_NEW_PASSWORD", "another").run("key", "add").succeeded();
    Files.delete(repository.resolve("config"));
    assertThat(cli.run("init").failed(1).err()).contains("lost").contains("from a copy");
    assertThat(cli.run("snapshots").failed(1).err()).contains("config").contains("from a copy");
  }

  @Test
  void takesTheLocationFromAnOptionBeforeOrAfterItsName() {
    Cli cli = Cli.bare().with("BYSSUS_PASSWORD", Cli.PASSPHRASE);
    cli.run("--repo", dir.resolve("before").toString(), "init").succeeded();
    cli.run("init", "-r", dir.resolve("after").toUri().toString()).succeeded();
    assertThat(Files.exists(dir.resolve("before/config"))).isTrue();
    assertThat(Files.exists(dir.resolve("after/config"))).isTrue();
  }

  @Test
  void askedForARepositoryInADirectoryOfAnyNameMakesItThere() {
    Path odd = dir.resolve("with space, 100%, #, ?");
    Cli.on(odd).initialised();
    assertThat(Files.exists(odd.resolve("config"))).isTrue();
  }

  @Test
  void wantsToKnowWhere() {
    Cli cli = Cli.bare().with("BYSSUS_PASSWORD", Cli.PASSPHRASE);
    assertThat(cli.run("init").failed(1).err()).contains("--repo").contains("BYSSUS_REPOSITORY");
  }

  @Test
  void doesNotKnowEveryScheme() {
    Cli cli = Cli.bare().with("BYSSUS_PASSWORD", Cli.PASSPHRASE);
    Cli.Result refused = cli.run("init", "-r", "gopher://host/path", "--json").failed(1);
    assertThat(refused.error().get("code").asText()).isEqualTo("NO_PROVIDER");
  }

  @Test
  void goesWhereTheSystemGoesWhenALinkIsFollowedByTwoDots(@TempDir Path top) throws IOException {
    Files.createDirectories(top.resolve("real/sub"));
    Files.createSymbolicLink(top.resolve("link"), Path.of("real/sub"));

    Cli.on(top.resolve("link/../repository")).initialised().run("snapshots").succeeded();

    assertThat(top.resolve("real/repository/config")).exists();
    assertThat(top.resolve("repository")).doesNotExist();
  }

  @Test
  void leavesOtherFilesInTheDirectoryWhereTheyAre(@TempDir Path top) throws IOException {
    Files.writeString(top.resolve("notes.txt"), "mine");
    Files.createDirectories(top.resolve("log"));
    Files.writeString(top.resolve("log/app.log"), "mine too");

    assertThat(Cli.on(top).run("snapshots").failed(10).err()).contains("log/app.log");
    Cli.on(top).initialised().run("check").succeeded();

    assertThat(top.resolve("notes.txt")).hasContent("mine");
    assertThat(top.resolve("log/app.log")).hasContent("mine too");
  }
}
