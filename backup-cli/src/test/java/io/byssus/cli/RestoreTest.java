package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.byssus.cli.process.RawText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void countsNothingThatWasTakenBack() throws IOException {
    backup("shop");
    Files.createDirectories(below("a.txt").resolve("in the way"));
    String into = target.toString();

    Cli.Result text = cli.run("restore", "latest", "--rollback", "-t", into).failed(1);
    JsonNode json = cli.run("restore", "latest", "--rollback", "--json", "-t", into).json();

    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("a.txt", "all that was restored was taken back");
    assertThat(json.get("outcome").asText()).isEqualTo("ROLLED_BACK");
    assertThat(json.get("complete").asBoolean()).isFalse();
    for (String count : List.of("files", "directories", "bytes", "bytesWritten")) {
      assertThat(json.get(count).asLong()).as(count).isZero();
    }
    assertThat(json.get("problems")).hasSize(1);
    assertThat(below("b.csv")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void saysHowMuchIsMissingWhenTheStoreIsGone() throws Exception {
    byte[] large = new byte[1_000_000];
    new Random(1).nextBytes(large);
    Files.write(source.resolve("c.large"), large);
    backup("shop");
    Path pack = largestPack();
    Files.delete(pack);

    JsonNode json = restoreUntilTheStoreIsGone(pack, "first", "--json").json();
    Cli.Result text = restoreUntilTheStoreIsGone(pack, "second");

    assertThat(json.get("outcome").asText()).isEqualTo("STOPPED");
    assertThat(json.get("files").asLong()).isEqualTo(2);
    assertThat(json.get("filesMissing").asLong()).isEqualTo(1);
    assertThat(json.get("bytesMissing").asLong()).isEqualTo(large.length);
    assertThat(text.out()).contains("2 files").contains("not restored: 1 file (");
  }

  /**
   * Restores from a repository in which nothing can be read any more once the small files are
   * there: a pipe in the place of the pack keeps the restore waiting until then.
   */
  private Cli.Result restoreUntilTheStoreIsGone(Path pack, String name, String... options)
      throws Exception {
    Path into = dir.resolve(name);
    Path config = dir.resolve("repository/config");
    Path away = dir.resolve("config away");
    assertThat(new ProcessBuilder("mkfifo", pack.toString()).start().waitFor()).isZero();
    List<String> arguments = new ArrayList<>(List.of("restore", "latest", "-t", into.toString()));
    arguments.addAll(List.of(options));
    CompletableFuture<Cli.Result> ended =
        CompletableFuture.supplyAsync(() -> cli.run(arguments.toArray(String[]::new)));
    Path last = into.resolve(source.resolve("b.csv").toString().substring(1));
    while (!Files.exists(last) && !ended.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(ended).as("the restore waits for the pack").isNotDone();
    Files.move(config, away);
    // What leads to itself can't be read by root either, and is not taken for absent.
    Files.createSymbolicLink(config, config.getFileName());
    try {
      Files.newOutputStream(pack).close();
      return ended.get().failed(1);
    } finally {
      Files.move(away, config, StandardCopyOption.REPLACE_EXISTING);
      Files.delete(pack);
    }
  }

  private Path largestPack() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("repository/packs"))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
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
