package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.byssus.cli.terminal.Destination;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LsTest {
  private static final Instant MODIFIED = Instant.parse("2024-02-15T12:34:56.123456789Z");

  private final Cli cli;
  private final Path source;

  LsTest(@TempDir Path dir) throws IOException {
    source = dir.resolve("source");
    Files.createDirectories(source.resolve("sub"));
    Path file = Files.writeString(source.resolve("sub/a.txt"), "alpha");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/a.txt"));
    Files.writeString(source.resolve("日本"), "Japan");
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @Test
  void listsPathsInUtf8() {
    backup();
    assertThat(cli.run("ls", "latest").succeeded().lines())
        .contains(source.toString(), source + "/sub", source + "/sub/a.txt", source + "/日本");
  }

  @Test
  void listsFromAPathOn() {
    backup();
    assertThat(cli.run("ls", "latest", source + "/sub/").succeeded().lines())
        .containsExactly(source + "/sub", source + "/sub/a.txt");
  }

  @Test
  void listsDetails() {
    backup();
    assertThat(cli.run("ls", "-l", "latest", source + "/sub/a.txt").succeeded().out())
        .startsWith("-rw-r----- ")
        .containsPattern(" 5 2024-02-\\d\\d \\d\\d:\\d\\d:56 ")
        .endsWith(source + "/sub/a.txt\n");
    assertThat(cli.run("ls", "-l", "latest", source + "/link").succeeded().out())
        .startsWith("lrwxrwxrwx ")
        .endsWith(source + "/link -> sub/a.txt\n");
  }

  @Test
  void listsOneObjectALine() {
    backup();
    JsonNode file = cli.run("ls", "latest", source + "/sub/a.txt", "--json").succeeded().json();
    assertThat(file.get("path").asText()).isEqualTo(source + "/sub/a.txt");
    assertThat(file.has("pathBase64")).isFalse();
    assertThat(file.get("name").asText()).isEqualTo("a.txt");
    assertThat(file.get("type").asText()).isEqualTo("file");
    assertThat(file.get("mode").asText()).isEqualTo("0640");
    assertThat(file.get("uid").isIntegralNumber()).isTrue();
    assertThat(file.get("gid").isIntegralNumber()).isTrue();
    assertThat(file.get("size").asLong()).isEqualTo(5);
    assertThat(file.get("modified").asText()).isEqualTo(MODIFIED.toString());
    JsonNode link = cli.run("ls", "latest", source + "/link", "--json").succeeded().json();
    assertThat(link.get("type").asText()).isEqualTo("symlink");
    assertThat(link.get("target").asText()).isEqualTo("sub/a.txt");
  }

  @Test
  void carriesNamesThatAreNoTextInBase64AndTakesThemAsArguments() throws IOException {
    Files.writeString(Path.of(URI.create(source.toUri() + "odd%FF%0A")), "odd");
    backup();
    String argument = source + "/odd\udcff\n";
    JsonNode odd = cli.run("ls", "latest", argument, "--json").succeeded().json();
    byte[] prefix = (source + "/odd").getBytes(UTF_8);
    byte[] bytes = Base64.getDecoder().decode(odd.get("pathBase64").asText());
    assertThat(odd.get("path").asText()).isEqualTo(source + "/odd\\xff\\x0a");
    assertThat(bytes).startsWith(prefix).hasSize(prefix.length + 2).endsWith(0xff, '\n');
    assertThat(Base64.getDecoder().decode(odd.get("nameBase64").asText()))
        .containsExactly('o', 'd', 'd', 0xff, '\n');
    assertThat(cli.run("ls", "latest", argument).succeeded().out())
        .isEqualTo(source + "/odd\\xff\\x0a\n");
  }

  @Test
  void endsQuietlyWhenNobodyReadsAnyMore() {
    backup();
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    cli.run(gone, Destination.PIPE, "ls", "latest").succeeded();
  }

  @Test
  void failsWhenTheOutputCannotBeKept() {
    backup();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Cli.Result result = cli.run(full, Destination.FILE, "ls", "latest").failed(1);
    assertThat(result.err()).contains("No space left on device");
  }

  @Test
  void namesASnapshotThatIsNotThere() {
    backup();
    Cli.Result refused = cli.run("ls", "ffffffffff", "--json").failed(1);
    assertThat(refused.error().get("code").asText()).isEqualTo("SNAPSHOT_NOT_FOUND");
  }

  @Test
  void namesAPathThatIsNotThere() {
    backup();
    assertThat(cli.run("ls", "latest", "/no/such").failed(1).err()).contains("/no/such");
    assertThat(cli.run("ls", "latest", "/a/../b").failed(1).err()).contains("..");
  }

  private void backup() {
    cli.run("backup", source.toString()).succeeded();
  }
}
