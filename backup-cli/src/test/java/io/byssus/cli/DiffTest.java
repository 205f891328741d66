package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
  private final Cli cli;
  private final Path source;
  private final String older;

  DiffTest(@TempDir Path dir) throws IOException {
    source = Files.createDirectories(dir.resolve("source"));
    Files.writeString(source.resolve("changed"), "old");
    Files.writeString(source.resolve("gone"), "12345");
    Files.writeString(source.resolve("kind"), "");
    Files.writeString(source.resolve("mode"), "");
    Files.setPosixFilePermissions(
        source.resolve("mode"), PosixFilePermissions.fromString("rw-------"));
    cli = Cli.on(dir.resolve("repository")).initialised();
    older = backup();
    Files.writeString(source.resolve("changed"), "newer");
    Files.writeString(source.resolve("added"), "123");
    Files.delete(source.resolve("gone"));
    Files.delete(source.resolve("kind"));
    Files.createDirectory(source.resolve("kind"));
    Files.setPosixFilePermissions(
        source.resolve("mode"), PosixFilePermissions.fromString("rwx------"));
    backup();
  }

  @Test
  void tellsWhatDiffers() {
    assertThat(cli.run("diff", older, "latest", "-q").succeeded().lines())
        .containsExactly(
            "+    " + source + "/added",
            "M    " + source + "/changed",
            "-    " + source + "/gone",
            "T    " + source + "/kind");
    assertThat(cli.run("diff", older, "latest", source + "/mode", "--metadata").succeeded().lines())
        .startsWith("U    " + source + "/mode")
        .contains("1 files (0 B), 0 directories, 0 others other metadata only");
    assertThat(cli.run("diff", older, older, "-q").succeeded().lines()).isEmpty();
  }

  @Test
  void tellsAProgramEverything() {
    List<String> lines = cli.run("diff", older, "latest", "--json").succeeded().lines();
    JsonNode changed = Cli.parse(lines.get(1));
    JsonNode totals = Cli.parse(lines.get(lines.size() - 1)).get("totals");

    assertThat(lines).hasSize(5);
    assertThat(changed.get("path").asText()).isEqualTo(source + "/changed");
    assertThat(changed.get("change").asText()).isEqualTo("modified");
    assertThat(changed.get("aspects").get(0).asText()).isEqualTo("content");
    assertThat(changed.get("before").get("size").asLong()).isEqualTo(3);
    assertThat(changed.get("after").get("size").asLong()).isEqualTo(5);
    assertThat(Cli.parse(lines.get(0)).has("before")).isFalse();
    assertThat(totals.get("added").get("files").asLong()).isEqualTo(1);
    assertThat(totals.get("removed").get("size").asLong()).isEqualTo(5);
    assertThat(totals.get("modified").get("directories").asLong()).isEqualTo(1);
    assertThat(totals.get("metadata").get("files").asLong()).isEqualTo(1);
  }

  @Test
  void namesAPathThatIsInNeither() {
    assertThat(cli.run("diff", older, "latest", source + "/nope").failed(1).err())
        .contains("there is no " + source + "/nope in snapshot " + older.substring(0, 8));
    cli.run("diff", older, "latest", source + "/gone").succeeded();
    cli.run("diff", older, "latest", source + "/added").succeeded();
  }

  @Test
  void namesASnapshotThatIsNotThere() {
    assertThat(cli.run("diff", older, "ffffffffff").failed(1).err()).contains("ffffffffff");
  }

  private String backup() {
    return cli.run("backup", source.toString(), "--json")
        .succeeded()
        .json()
        .get("snapshot")
        .asText();
  }
}
