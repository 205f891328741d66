package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindTest {
  private static final Instant OLD = Instant.parse("2020-06-15T12:00:00Z");

  private final Cli cli;
  private final Path source;

  FindTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("a.conf"), "small");
    Files.setLastModifiedTime(source.resolve("a.conf"), FileTime.from(OLD));
    Files.write(source.resolve("B.CONF"), new byte[3000]);
    cli = Cli.on(dir.resolve("repository")).initialised();
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
