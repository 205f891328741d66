package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command backs up of what there is: choices, lists, streams, dry runs. */
class BackupChoiceTest {
  private final Path dir;
  private final Cli cli;
  private final Path source;

  BackupChoiceTest(@TempDir Path temporary) throws IOException {
    dir = temporary.toRealPath();
    source = Files.createDirectories(dir.resolve("source"));
    for (String name : List.of("a.txt", "b.TMP", "c.tmp", "keep.tmp")) {
      Files.writeString(source.resolve(name), name);
    }
    Files.createDirectories(source.resolve("cache"));
    Files.writeString(source.resolve("cache/x"), "x");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void leavesOutWhatAnyOptionSays() throws IOException {
    Path list = Files.writeString(dir.resolve("list"), "*.tmp\n# comment\n");
    Path listOfAnyCase = Files.writeString(dir.resolve("ilist"), "B.tmp\n");

    assertThat(stored("--exclude-file", list.toString(), "-e", "!keep.tmp"))
        .containsExactlyInAnyOrder("a.txt", "b.TMP", "keep.tmp", "cache", "cache/x");
    assertThat(stored("--iexclude", "*.tmp", "--exclude", "cache/"))
        .containsExactlyInAnyOrder("a.txt");
    assertThat(stored("--iexclude-file", listOfAnyCase.toString(), "--include", "*.t*"))
        .containsExactlyInAnyOrder("a.txt", "c.tmp", "keep.tmp");
    assertThat(stored("--iinclude", "B.T*", "--include", "*.txt"))
        .containsExactlyInAnyOrder("a.txt", "b.TMP");
  }

  @Test
  void leavesOutWhatFilesInTheSourceSay() throws IOException {
    Files.writeString(source.resolve(".gitignore"), "*.tmp\n!keep.tmp\n/cache\n");
    assertThat(stored("--ignore-file", ".gitignore"))
        .containsExactlyInAnyOrder(".gitignore", "a.txt", "b.TMP", "keep.tmp");

    Files.writeString(
        source.resolve("cache/CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55");
    assertThat(stored("--exclude-caches", "-e", "*.*", "-e", "!CACHEDIR.TAG"))
        .containsExactlyInAnyOrder("cache", "cache/CACHEDIR.TAG");
    assertThat(stored("--exclude-if-present", "keep.tmp", "-x")).containsExactly("keep.tmp");
  }

  @Test
  void leavesOutFilesBySizeAndAge() throws IOException {
    Files.write(source.resolve("large"), new byte[1025]);
    Files.setLastModifiedTime(
        source.resolve("a.txt"), FileTime.from(Instant.now().minus(Duration.ofDays(10))));

    assertThat(stored("--exclude-larger-than", "1K")).doesNotContain("large").contains("a.txt");
    assertThat(stored("--exclude-older-than", "9d")).contains("large").doesNotContain("a.txt");
    assertThat(stored("--exclude-newer-than", "9d")).containsExactlyInAnyOrder("a.txt", "cache");
    assertThat(stored("--exclude-newer-than", "2001-02-03")).containsExactly("cache");
    assertThat(stored("--exclude-older-than", "2001-02-03T04:05:06Z")).contains("a.txt", "large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--exclude-larger-than=x",
        "--exclude-larger-than=9999999999999999T",
        "--exclude-older-than=tomorrow",
        "--exclude-newer-than=2026-02-30",
        "--exclude=a[",
        "--exclude-file=/nowhere/list",
        "--files-from=/nowhere/list"
      })
  void refusesValuesThatMakeNoSense(String option) {
    Cli.Result refused = cli.run("backup", source.toString(), option).failed(1);
    assertThat(refused.err()).contains(option.substring(option.indexOf('=') + 1));
  }

  @Test
  void countsWhatIsLeftOut() {
    JsonNode report =
        cli.run("backup", source.toString(), "--json", "-e", "*.tmp").succeeded().json();
    assertThat(report.get("excluded").asLong()).isEqualTo(2);
    assertThat(cli.run("backup", source.toString(), "-e", "cache").succeeded().out())
        .contains("; 1 left out");
  }

  @Test
  void backsUpWhatListsName() throws IOException {
    Path list =
        Files.writeString(
            dir.resolve("list"), "# all\n\n " + source + "/*.tmp \n" + source + "/cache\n");
    Path verbatim = Files.writeString(dir.resolve("verbatim"), source + "/a.txt\n");
    cli.fed((source + "/b.TMP\0").getBytes(StandardCharsets.UTF_8));

    cli.run(
            "backup",
            "--files-from",
            list.toString(),
            "--files-from-verbatim",
            verbatim.toString(),
            "--files-from-raw",
            "-")
        .succeeded();

    assertThat(listed())
        .containsExactlyInAnyOrder("a.txt", "b.TMP", "c.tmp", "keep.tmp", "cache", "cache/x");
  }

  @Test
  void wildcardsOfAListFollowTheRulesOfPatterns() {
    cli.fed((source + "/**/[xk]*\n").getBytes(StandardCharsets.UTF_8));

    cli.run("backup", "--files-from", "-").succeeded();

    assertThat(listed()).containsExactlyInAnyOrder("keep.tmp", "cache", "cache/x");
  }

  @Test
  void aNameOfAListThatIsNoPatternAndIsGoneStopsNothing() {
    cli.fed((source + "/a.txt\n" + source + "/[2024-01]\n").getBytes(StandardCharsets.UTF_8));

    JsonNode report = cli.run("backup", "--files-from", "-", "--json").ended(3).json();

    assertThat(report.get("problems").get(0).get("path").asText()).isEqualTo(source + "/[2024-01]");
    assertThat(listed()).containsExactly("a.txt");
  }

  @Test
  void refusesListsThatCanNotBeMeant() {
    cli.fed("/a\0/b\0".getBytes(StandardCharsets.UTF_8));
    assertThat(cli.run("backup", "--files-from", "-").failed(1).err())
        .contains("list of paths '-'", "--files-from-raw");
    cli.fed("/a\n".getBytes(StandardCharsets.UTF_8));
    assertThat(cli.run("backup", "--files-from-raw", "-", "--files-from", "-").failed(1).err())
        .contains("one list of paths only");
  }

  @Test
  void aListedPathThatIsNotThereMakesTheBackupIncomplete() {
    cli.fed((source + "/a.txt\n" + source + "/gone\n").getBytes(StandardCharsets.UTF_8));
    JsonNode report = cli.run("backup", "--files-from-verbatim", "-", "--json").ended(3).json();
    JsonNode problem = report.get("problems").get(0);
    assertThat(problem.get("kind").asText()).isEqualTo("MISSING");
    assertThat(problem.get("path").asText()).isEqualTo(source + "/gone");
    assertThat(problem.get("message").asText()).contains("no such file or directory");
  }

  @Test
  void readsAPathInASnapshotOfItsVolumeAndStoresItAsThePath() throws IOException {
    Path snapshot = Files.createDirectories(dir.resolve("snapshot=1"));
    Files.createDirectories(snapshot.resolve("cache"));
    Files.writeString(snapshot.resolve("a.txt"), "as it was");
    Files.writeString(snapshot.resolve("cache/only here"), "x");
    Path beside = Files.writeString(dir.resolve("beside"), "as it is");

    cli.run("backup", source.toString(), beside.toString(), "--read-from", source + "=" + snapshot)
        .succeeded();

    assertThat(cli.run("ls", "latest").succeeded().lines())
        .contains(
            source.toString(),
            source + "/a.txt",
            source + "/cache",
            source + "/cache/only here",
            beside.toString())
        .doesNotContain(source + "/b.TMP", source + "/cache/x")
        .noneMatch(line -> line.contains("snapshot=1"));
    Path out = dir.resolve("out");
    cli.run("restore", "latest", "--target", out.toString()).succeeded();
    assertThat(Path.of(out + source.toString(), "a.txt")).hasContent("as it was");
    assertThat(Path.of(out + beside.toString())).hasContent("as it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "/srv", "/srv=", "=/mnt"})
  void refusesAPathToReadFromThatIsNone(String place) {
    Cli.Result refused = cli.run("backup", source.toString(), "--read-from", place).failed(1);
    assertThat(refused.err()).contains("PATH=SNAPSHOT").contains("'" + place + "'");
  }

  @Test
  void refusesToReadFromASnapshotThatIsNotThere() {
    String place = source + "=" + dir.resolve("nowhere");
    Cli.Result refused = cli.run("backup", source.toString(), "--read-from", place).failed(1);
    assertThat(refused.err()).contains(source.toString());
    assertThat(cli.run("snapshots", "--json").succeeded().json()).isEmpty();
  }

  @Test
  void saysWhyAListOfPatternsCantBeRead() {
    assertThat(
            cli.run("backup", source.toString(), "--exclude-file", dir + "/none").failed(1).err())
        .contains("can't read the list of patterns '" + dir + "/none': there is no such file");
  }

  @Test
  void saysWhenNoFileMatchesWhatAloneIsWanted() {
    assertThat(cli.run("backup", source.toString(), "--include", "*.none").ended(0).err())
        .contains("byssus: warning: no file matches --include");
    assertThat(cli.run("backup", source.toString(), "--include", "*.txt").succeeded().err())
        .isEmpty();
  }

  @Test
  void refusesOptionsThatWouldHaveNoEffect() {
    cli.fed(new byte[] {1});
    assertThat(cli.run("backup", source.toString(), "--stdin-filename", "x").failed(1).err())
        .contains("--stdin-filename")
        .contains("--stdin");
    for (String[] choice :
        new String[][] {
          {"--exclude", "x"},
          {"--include", "x"},
          {"-x"},
          {"--exclude-older-than", "3d"},
          {"--read-from", "/a=/b"},
          {"--exclude-caches"}
        }) {
      String[] stream =
          Stream.concat(Stream.of("backup", "--stdin"), Stream.of(choice)).toArray(String[]::new);
      assertThat(cli.run(stream).failed(1).err()).contains("a stream is backed up as a whole");
    }
    for (String tag : new String[] {"", " ", ","}) {
      assertThat(cli.run("backup", source.toString(), "--tag", tag).failed(1).err())
          .contains("--tag needs a tag");
    }
    assertThat(cli.run("snapshots", "--json").succeeded().json()).isEmpty();
  }

  @Test
  void backsUpItsStandardInput() throws IOException {
    byte[] content = "dumped\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    cli.fed(content).run("backup", "--stdin", "--stdin-filename", "db/dump.sql").succeeded();

    cli.run("restore", "latest", "--target", dir.resolve("out").toString()).succeeded();

    Path restored = dir.resolve("out/db/dump.sql");
    assertThat(restored).hasBinaryContent(content);
    assertThat(Files.getAttribute(restored, "unix:mode")).isEqualTo(0100600);
  }

  @Test
  void backsUpWhatACommandWrites() {
    cli.run("backup", "--stdin-from-command", "--", "sh", "-c", "echo written; exit 0").succeeded();

    cli.run("restore", "latest", "--target", dir.resolve("out").toString()).succeeded();

    assertThat(dir.resolve("out/stdin")).hasContent("written\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo half; exit 3", "exit 3"})
  void makesNoSnapshotOfACommandThatFails(String script) {
    Cli.Result failed =
        cli.run("backup", "--json", "--stdin-from-command", "--", "sh", "-c", script).failed(1);
    assertThat(failed.error().get("code").asText()).isEqualTo("SOURCE_UNREADABLE");
    assertThat(failed.error().get("message").asText()).contains("'sh' ended with exit code 3");
    assertThat(cli.run("snapshots", "--json").succeeded().json()).isEmpty();
  }

  @Test
  void makesNoSnapshotOfACommandThatIsNotThere() {
    Cli.Result failed = cli.run("backup", "--stdin-from-command", "--", "/nowhere/dump").failed(1);
    assertThat(failed.err()).contains("/nowhere/dump");
    assertThat(cli.run("snapshots", "--json").succeeded().json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--stdin /x",
        "--stdin-from-command",
        "--stdin --stdin-from-command x",
        "--stdin --files-from /dev/null",
        "--files-from /dev/null",
        "--stdin --stdin-filename /"
      })
  void refusesSourcesThatMakeNoSense(String arguments) {
    String[] all =
        Stream.concat(Stream.of("backup"), Stream.of(arguments.split(" ", -1)))
            .filter(argument -> !argument.isEmpty())
            .toArray(String[]::new);
    assertThat(cli.run(all).failed(1).err()).startsWith("byssus: ").doesNotContain("unexpected");
  }

  @Test
  void saysInADryRunWhatItWouldDoAndStoresNothing() throws IOException {
    cli.run("backup", source.toString(), "--origin", "shop").succeeded();
    Files.writeString(source.resolve("new"), "12345");
    Files.writeString(source.resolve("a.txt"), "longer than before");

    JsonNode plan =
        cli.run("backup", source.toString(), "--origin", "shop", "-n", "--json", "-e", "*.TMP")
            .succeeded()
            .json();
    Cli.Result text =
        cli.run("backup", source.toString(), "--origin", "shop", "--dry-run", "-v").succeeded();

    assertThat(plan.get("dryRun").asBoolean()).isTrue();
    assertThat(plan.get("filesNew").asLong()).isEqualTo(1);
    assertThat(plan.get("excluded").asLong()).isEqualTo(1);
    assertThat(plan.get("bytesToRead").asLong()).isGreaterThanOrEqualTo(23);
    assertThat(plan.get("recommendation").get("strategy").asText()).isEqualTo("incremental");
    assertThat(plan.get("recommendation").get("damages").asLong()).isZero();
    assertThat(plan.get("files").findValuesAsText("path"))
        .contains(source + "/new", source + "/a.txt");
    assertThat(text.out())
        .contains("new       " + source + "/new (5 B)")
        .contains("changed   " + source + "/a.txt")
        .contains("figures: 1 snapshots, 0 since every file was read")
        .contains("nothing was stored");
    assertThat(cli.run("snapshots", "--json").succeeded().json()).hasSize(1);
  }

  private List<String> stored(String... options) {
    String[] all =
        Stream.concat(Stream.of("backup", source.toString(), "-q"), Stream.of(options))
            .toArray(String[]::new);
    cli.run(all).succeeded();
    return listed();
  }

  /** Returns what the latest snapshot has below the source. */
  private List<String> listed() {
    return cli.run("ls", "latest", source.toString()).succeeded().lines().stream()
        .filter(line -> line.startsWith(source + "/"))
        .map(line -> line.substring(source.toString().length() + 1))
        .map(line -> line.endsWith("/") ? line.substring(0, line.length() - 1) : line)
        .collect(Collectors.toList());
  }
}
