package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.byssus.cli.terminal.Destination;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Showing and archiving what is neither file, directory nor symbolic link. */
@EnabledOnOs(OS.LINUX)
class DumpKindsTest {
  /** No text, and with what separates the parts of an archive's header. */
  private static final byte[] BINARY = {(byte) 0xff, 0, '\n', '=', (byte) 0xc3};

  private final Cli cli;
  private final Path dir;
  private final Path source;

  DumpKindsTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    source = Files.createDirectories(dir.resolve("source"));
    cli = Cli.on(dir.resolve("repository")).initialised();
  }

  @BeforeEach
  void plant() throws Exception {
    Path first = Files.writeString(source.resolve("a name"), "linked");
    Files.createLink(source.resolve("b name"), first);
    run("mkfifo", source.resolve("fifo").toString());
    var attributes =
        Objects.requireNonNull(
            Files.getFileAttributeView(first, UserDefinedFileAttributeView.class));
    attributes.write("text", UTF_8.encode("Bücher\nund mehr"));
    attributes.write("binary", ByteBuffer.wrap(BINARY));
    cli.run("backup", source.toString(), "/dev/null").succeeded();
  }

  @Test
  void tarHasHardLinksNodesOwnersAndAttributes() throws IOException {
    Map<String, TarArchiveEntry> entries = new HashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cli.run(out, Destination.PIPE, "dump", "latest", "/").succeeded();
    try (var tar =
        new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()), "UTF-8")) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        entries.put(entry.getName(), entry);
      }
    }
    String top = source.toString().substring(1);
    TarArchiveEntry first = Objects.requireNonNull(entries.get(top + "/a name"));
    TarArchiveEntry second = Objects.requireNonNull(entries.get(top + "/b name"));
    TarArchiveEntry device = Objects.requireNonNull(entries.get("dev/null"));
    assertThat(first.isFile()).isTrue();
    assertThat(first.getUserName()).isEqualTo(Files.getOwner(source).getName());
    assertThat(first.getExtraPaxHeader("SCHILY.xattr.user.text")).isEqualTo("Bücher\nund mehr");
    assertThat(second.isLink()).isTrue();
    assertThat(second.getLinkName()).isEqualTo(top + "/a name");
    assertThat(Objects.requireNonNull(entries.get(top + "/fifo")).isFIFO()).isTrue();
    assertThat(device.isCharacterDevice()).isTrue();
    assertThat(device.getDevMajor()).isEqualTo(1);
    assertThat(device.getDevMinor()).isEqualTo(3);
  }

  @Test
  void tarUnpacksHardLinksFifosAndAttributesOfAnyBytes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cli.run(out, Destination.PIPE, "dump", "latest", source.toString()).ended(0);
    Path archive = Files.write(dir.resolve("dump.tar"), out.toByteArray());
    Path target = Files.createDirectories(dir.resolve("target"));

    run(
        "tar",
        "--xattrs",
        "--xattrs-include=*",
        "-xf",
        archive.toString(),
        "-C",
        target.toString());

    Path unpacked = target.resolve(source.toString().substring(1));
    assertThat(Files.isSameFile(unpacked.resolve("a name"), unpacked.resolve("b name"))).isTrue();
    assertThat(unpacked.resolve("b name")).hasContent("linked");
    assertThat(Files.getAttribute(unpacked.resolve("fifo"), "isOther")).isEqualTo(true);
    assertThat(attribute(unpacked.resolve("a name"), "text"))
        .isEqualTo("Bücher\nund mehr".getBytes(UTF_8));
    assertThat(attribute(unpacked.resolve("a name"), "binary")).isEqualTo(BINARY);
  }

  private static byte[] attribute(Path file, String name) throws IOException {
    var attributes =
        Objects.requireNonNull(
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class));
    ByteBuffer value = ByteBuffer.allocate(attributes.size(name));
    attributes.read(name, value);
    return value.array();
  }

  @Test
  void zipWarnsOfWhatItCannotHold() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Cli.Result result =
        cli.run(out, Destination.PIPE, "dump", "latest", source.toString(), "-a", "zip").ended(0);

    assertThat(result.err()).contains(source + "/fifo is not in the archive: it is a fifo");
  }

  @Test
  void lsShowsNamesOfOwnersAndNumbersOfDevices() throws IOException {
    assertThat(cli.run("ls", "-l", "latest", "/dev/null").succeeded().out())
        .startsWith("crw-rw-rw- root     root ")
        .contains(" 1:3 ");
    assertThat(cli.run("ls", "-l", "latest", source + "/fifo").succeeded().out())
        .startsWith("prw")
        .contains(" " + Files.getOwner(source).getName() + " ");
    JsonNode linked = cli.run("ls", "latest", source + "/a name", "--json").succeeded().json();
    assertThat(linked.get("user").asText()).isEqualTo(Files.getOwner(source).getName());
    assertThat(linked.get("links").asLong()).isEqualTo(2);
  }

  @Test
  void findTakesTheTypesThatLsTells() {
    assertThat(cli.run("find", "--type", "fifo").succeeded().lines())
        .first()
        .asString()
        .endsWith(source + "/fifo");
    assertThat(cli.run("find", "--type", "chardev").succeeded().out()).contains("/dev/null");
    assertThat(cli.run("find", "--type", "pipe").failed(1).err()).contains("'pipe'", "fifo");
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
