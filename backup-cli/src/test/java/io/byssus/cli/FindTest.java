package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindTest {
  private static final Instant OLD = Instant.parse("2020-06-15T12:00:00Z");

  private static final Pattern CHUNK = Pattern.compile("chunk ([0-9a-f]{64})");
  private static final String AWAY = ".away";

  private final Cli cli;
  private final Path repository;
  private final Path source;

  FindTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a.conf"), "small");
    Files.setLastModifiedTime(source.resolve("a.conf"), FileTime.from(OLD));
    Files.write(source.resolve("B.CONF"), new byte[3000]);
    repository = dir.resolve("repository");
    cli = Cli.on(repository).initialised();
    cli.run("backup", source.toString()).succeeded();
  }

  @Test
  void findsByNameAndTellsInHowManySnapshots() {
    cli.run("backup", source.toString(), "--tag", "second").succeeded();

    assertThat(cli.run("find", "*.conf", "--quiet").succeeded().lines())
        .singleElement()
        .asString()
        .matches("[0-9a-f]+ +2  " + source + "/a.conf");
    assertThat(cli.run("find", "*.conf", "-i").succeeded().lines()).hasSize(3);
    assertThat(cli.run("find", "*.conf", "-q", "--tag", "second").succeeded().out())
        .contains("     1  ");
    assertThat(cli.run("find", "*.conf", "-ql", "-s", "latest").succeeded().out())
        .containsPattern("1  -rw.* 5 2020-06-15 .*a\\.conf");
    assertThat(cli.run("find", "nothing").succeeded().lines()).containsExactly("0 entries found");
  }

  @Test
  void findsBySizeTimeAndType() {
    assertThat(cli.run("find", "-q", "--min-size", "2k", "--type", "file").succeeded().out())
        .endsWith("/B.CONF\n");
    assertThat(cli.run("find", "-q", "--max-size", "5").succeeded().out()).endsWith("/a.conf\n");
    assertThat(cli.run("find", "-q", "--newest", "2020-06-16").succeeded().lines()).hasSize(1);
    assertThat(
            cli.run(
                    "find",
                    "-q",
                    "--oldest",
                    "2020-06-15T00:00",
                    "--newest",
                    "2020-06-17T00:00:00Z")
                .succeeded()
                .lines())
        .hasSize(1);
    assertThat(cli.run("find", "-q", "--type", "symlink").succeeded().lines()).isEmpty();
  }

  @Test
  void tellsAProgramEverything() {
    JsonNode hit = cli.run("find", "a.conf", "--json").succeeded().json();

    assertThat(hit.get("path").asText()).isEqualTo(source + "/a.conf");
    assertThat(hit.get("size").asLong()).isEqualTo(5);
    assertThat(hit.get("modified").asText()).isEqualTo(OLD.toString());
    assertThat(hit.get("snapshots").get(0).asText()).hasSize(64);
  }

  /** The ids come from where people have them: a check names what it misses. */
  @Test
  void findsAFileByAChunkAndADirectoryByItsTree() throws IOException {
    Path directory = Files.createDirectories(source.resolve("data"));
    Files.writeString(directory.resolve("small"), "small");
    List<Path> ofDirectory = segmentsOfABackup(segments());
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    Path large = Files.write(source.resolve("large"), bytes);
    List<Path> ofFile = segmentsOfABackup(segments());
    Files.writeString(source.resolve("new"), "new");
    cli.run("backup", source.toString()).succeeded();
    cli.run("forget", "--keep-last", "1").succeeded();
    String tree = missingWithout(ofDirectory);
    String chunk = missingWithout(ofFile);

    assertThat(cli.run("find", "-q", "--content", chunk.substring(0, 12)).succeeded().lines())
        .singleElement()
        .asString()
        .endsWith("  " + large);
    JsonNode hit = cli.run("find", "--json", "--content", tree.substring(0, 12)).json();
    assertThat(hit.get("path").asText()).isEqualTo(directory.toString());
    assertThat(hit.get("type").asText()).isEqualTo("directory");
  }

  private List<Path> segmentsOfABackup(List<Path> before) throws IOException {
    awaitLaterTime();
    cli.run("backup", source.toString()).succeeded();
    return segments().stream().filter(segment -> !before.contains(segment)).toList();
  }

  /** Waits until a change gets another time than all before: until then files are read again. */
  private static void awaitLaterTime() {
    Instant until = Instant.now().plusMillis(50);
    while (Instant.now().isBefore(until)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.walk(repository.resolve("index"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Returns the first chunk that a check misses without some index segments. */
  private String missingWithout(List<Path> segments) throws IOException {
    for (Path segment : segments) {
      Files.move(segment, segment.resolveSibling(segment.getFileName() + AWAY));
    }
    Matcher chunk = CHUNK.matcher(cli.run("check", "--json").failed(1).out());
    for (Path segment : segments) {
      Files.move(segment.resolveSibling(segment.getFileName() + AWAY), segment);
    }
    assertThat(chunk.find()).isTrue();
    return chunk.group(1);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(cli.run("find", "--min-size", "huge").failed(1).err()).contains("'huge'", "500M");
    assertThat(cli.run("find", "--max-size", "99999999999T").failed(1).err())
        .contains("--max-size");
    assertThat(cli.run("find", "--oldest", "yesterday").failed(1).err())
        .contains("'yesterday'", "2026-01-31");
    assertThat(cli.run("find", "--type", "dir").failed(1).err()).contains("'dir'");
    assertThat(cli.run("find", "--content", "xyz").failed(1).err()).contains("'xyz'");
    assertThat(cli.run("find", "[").failed(1).err()).contains("[");
    assertThat(cli.run("find", "-s", "ffffffffff").failed(1).err()).contains("ffffffffff");
  }
}
