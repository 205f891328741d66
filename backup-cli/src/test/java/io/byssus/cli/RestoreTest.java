package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.byssus.cli.process.RawText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  private final Path dir;
  private final Cli cli;
  private final Path source;
  private final Path target;

  RestoreTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    source = Files.createDirectories(dir.resolve("source"));
    target = dir.resolve("target");
    Files.writeString(source.resolve("a.txt"), "alpha");
    Files.writeString(source.resolve("b.csv"), "beta");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void bringsTheLatestBack() throws IOException {
    backup("shop");
    Cli.Result restored = cli.run("restore", "latest", "--target", target.toString()).succeeded();
    assertThat(Files.readString(below("a.txt"))).isEqualTo("alpha");
    assertThat(restored.out()).contains("2 files").contains(target.toString());
  }

  @Test
  void bringsALargeFileBackThatHasNoPlaceToCut() throws IOException {
    byte[] zeros = new byte[20_000_000];
    Files.write(source.resolve("zeros"), zeros);
    backup("shop");
    cli.run("restore", "latest", "--target", target.toString()).succeeded();
    assertThat(Files.readAllBytes(below("zeros"))).isEqualTo(zeros);
  }

  @Test
  void bringsASnapshotBackByTheFirstDigitsOfItsId() throws IOException {
    String id = backup("shop");
    Files.writeString(source.resolve("a.txt"), "changed since");
    backup("shop");
    cli.run("restore", id.substring(0, 12), "--target", target.toString()).succeeded();
    assertThat(Files.readString(below("a.txt"))).isEqualTo("alpha");
  }

  @Test
  void takesTheLatestOfAnOriginOrTag() throws IOException {
    backup("shop");
    Files.writeString(source.resolve("a.txt"), "changed since");
    backup("mail", "--tag", "weekly");
    cli.run("restore", "latest", "--origin", "shop", "-t", target.toString()).succeeded();
    assertThat(Files.readString(below("a.txt"))).isEqualTo("alpha");
    cli.run("restore", "latest", "--tag", "weekly", "-t", target.toString()).succeeded();
    assertThat(Files.readString(below("a.txt"))).isEqualTo("changed since");
  }

  @Test
  void restoresOnlyWhatIsAskedFor() {
    backup("shop");
    Cli.Result restored =
        cli.run("restore", "latest", "--include", "*.csv", "-t", target.toString()).succeeded();
    assertThat(restored.out()).startsWith("1 file, ").contains(" 0 links (4 B)");
    assertThat(below("b.csv")).exists();
    assertThat(below("a.txt")).doesNotExist();
  }

  @Test
  void tellsTheFiguresAsJson() {
    String id = backup("shop");
    JsonNode restored =
        cli.run("restore", "latest", "--json", "-t", target.toString()).succeeded().json();
    assertThat(restored.get("snapshot").asText()).isEqualTo(id);
    assertThat(restored.get("target").asText()).contains(target.toString());
    assertThat(restored.get("files").asLong()).isEqualTo(2);
    assertThat(restored.get("directories").asLong()).isPositive();
    assertThat(restored.get("links").asLong()).isZero();
    assertThat(restored.get("bytes").asLong()).isEqualTo(9);
    assertThat(restored.get("seconds").isDouble()).isTrue();
    assertThat(restored.get("complete").asBoolean()).isTrue();
    assertThat(restored.get("problems")).isEmpty();
  }

  @Test
  void reportsWhatCannotBeWritten() throws IOException {
    backup("shop");
    Files.createDirectories(below("a.txt").resolve("in the way"));
    Cli.Result partial = cli.run("restore", "latest", "--json", "-t", target.toString()).failed(1);
    JsonNode problem = partial.json().get("problems").get(0);
    assertThat(problem.get("path").asText()).isEqualTo(source + "/a.txt");
    assertThat(problem.get("kind").asText()).isEqualTo("NOT_WRITTEN");
    assertThat(partial.error().get("code").asText()).isEqualTo("INCOMPLETE_RESTORE");
    assertThat(Files.readString(below("b.csv"))).isEqualTo("beta");
  }

  @Test
  void putsASubPathIntoTheTargetItselfAndDeletesExtras() throws IOException {
    backup("shop");
    Files.createDirectories(target);
    Files.writeString(target.resolve("a.txt"), "other");
    Files.writeString(target.resolve("extra"), "extra");

    String plan =
        cli.run("restore", "latest:" + source, "-t", target.toString(), "--delete", "-n")
            .succeeded()
            .out();
    assertThat(plan).contains("~ /a.txt (5 B)", "- /extra", "+ /b.csv", "1 to delete");
    assertThat(target.resolve("extra")).exists();

    cli.run("restore", "latest:" + source, "-t", target.toString(), "--delete", "--rollback")
        .succeeded();
    assertThat(Files.readString(target.resolve("a.txt"))).isEqualTo("alpha");
    assertThat(target.resolve("extra")).doesNotExist();
  }

  @Test
  void leavesWhatIsThereIfToldSoAndTellsItAsJson() throws IOException {
    backup("shop");
    Files.createDirectories(target);
    Files.writeString(target.resolve("a.txt"), "mine");

    JsonNode restored =
        cli.run(
                "restore",
                "latest:" + source,
                "--overwrite",
                "never",
                "--verify",
                "--json",
                "-t",
                target.toString())
            .succeeded()
            .json();

    assertThat(Files.readString(target.resolve("a.txt"))).isEqualTo("mine");
    assertThat(restored.get("kept").asLong()).isEqualTo(1);
    assertThat(restored.get("bytesVerified").asLong()).isEqualTo(4);
    assertThat(restored.get("outcome").asText()).isEqualTo("FINISHED");
  }

  @Test
  void namesTheRulesWhenItIsGivenAnother() {
    assertThat(
            cli.run("restore", "latest", "--overwrite", "maybe", "-t", target.toString())
                .failed(1)
                .err())
        .contains("always", "if-changed", "if-newer", "never");
  }

  @Test
  void wantsATarget() {
    assertThat(cli.run("restore", "latest").failed(1).err()).contains("--target");
  }

  @Test
  void backsUpAndRestoresPathsThatAreNoText() throws IOException {
    Path odd = Path.of(URI.create(source.toUri() + "caf%E9"));
    Files.writeString(odd, "odd");
    cli.run("backup", source + "/caf\udce9").succeeded();
    String oddTarget = dir + "/zur\udcfcck";
    cli.run("restore", "latest", "-t", oddTarget).succeeded();
    String base = dir.toUri() + "zur%FCck" + source.toUri().getRawPath() + "caf%E9";
    assertThat(Files.readString(Path.of(URI.create(base)))).isEqualTo("odd");
  }

  @Test
  void tellsOfATargetThatIsNoTextByItsBytes() {
    backup("shop");
    String odd = dir + "/z\\u\u00fcr\udcfcck";

    Cli.Result json = cli.run("restore", "latest", "--json", "-t", odd).succeeded();
    Cli.Result text = cli.run("restore", "latest", "-t", odd).succeeded();

    String printed = dir + "/z\\\\u\u00fcr\\xfcck";
    assertThat(text.out()).contains(printed + " in");
    assertThat(json.json().get("target").asText()).isEqualTo(printed);
    assertThat(Base64.getDecoder().decode(json.json().get("targetBase64").asText()))
        .isEqualTo(RawText.encode(odd));
    JsonNode plain = cli.run("restore", "latest", "--json", "-t", target + "\u00fc").json();
    assertThat(plain.get("target").asText()).isEqualTo(target + "\u00fc");
    assertThat(plain.has("targetBase64")).isFalse();
  }

  @Test
  void saysWhatTheSnapshotDoesNotHaveAndHowToSeeWhatItHas() {
    backup("shop");
    Cli.Result restored =
        cli.run("restore", "latest", "--json", "-i", "zzz", "-t", target.toString()).failed(1);
    Cli.Result listed = cli.run("ls", "latest", "/nope", "--json").failed(1);
    for (Cli.Result result : List.of(restored, listed)) {
      assertThat(result.error().get("code").asText()).isEqualTo("ENTRY_NOT_FOUND");
      assertThat(result.error().get("advice").asText()).contains("byssus ls");
    }
  }

  private Path below(String name) {
    return target.resolve(source.resolve(name).toString().substring(1));
  }

  private String backup(String origin, String... more) {
    String[] base = {"backup", source.toString(), "--json", "--origin", origin};
    String[] all = java.util.Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return cli.run(all).succeeded().json().get("snapshot").asText();
  }
}
