package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.cli.terminal.Destination;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {
  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private static final String LONG = "long ".repeat(30) + "日本";

  private final Cli cli;
  private final Path dir;
  private final Path source;
  private final byte[] random = new byte[3 << 20];

  DumpTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    source = Files.createDirectories(dir.resolve("source"));
    new Random(1).nextBytes(random);
    Files.write(source.resolve("random"), random);
    Files.writeString(Files.createDirectories(source.resolve("sub")).resolve(LONG), "long name");
    Files.setLastModifiedTime(source.resolve("random"), FileTime.from(MODIFIED));
    Files.setPosixFilePermissions(
        source.resolve("random"), PosixFilePermissions.fromString("r-xr-----"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/nowhere"));
    cli = Cli.on(dir.resolve("repository")).initialised();
    cli.run("backup", source.toString()).succeeded();
  }

  @Test
  void writesAFilesBytes() {
    assertThat(dump("dump", "latest", source + "/random")).isEqualTo(random);
  }

  @Test
  void writesADirectoryAsTar() throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (var tar =
        new TarArchiveInputStream(
            new ByteArrayInputStream(dump("dump", "latest", source.toString())), "UTF-8")) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        entries.put(entry.getName(), entry);
        contents.put(entry.getName(), tar.readAllBytes());
      }
    }
    String top = source.toString().substring(1);
    TarArchiveEntry file = Objects.requireNonNull(entries.get(top + "/random"));
    assertThat(entries)
        .containsOnlyKeys(
            top + "/", top + "/link", top + "/random", top + "/sub/", top + "/sub/" + LONG);
    assertThat(contents.get(top + "/random")).isEqualTo(random);
    assertThat(contents.get(top + "/sub/" + LONG)).isEqualTo("long name".getBytes(UTF_8));
    assertThat(file.getMode() & 07777).isEqualTo(0540);
    assertThat(file.getLastModifiedTime().toInstant()).isEqualTo(MODIFIED);
    assertThat(file.getLongUserId())
        .isEqualTo(((Integer) Files.getAttribute(source, "unix:uid")).longValue());
    assertThat(Objects.requireNonNull(entries.get(top + "/link")).getLinkName())
        .isEqualTo("sub/nowhere");
  }

  @Test
  void tarsAreUnpackedByTar() throws Exception {
    Path archive = Files.write(dir.resolve("dump.tar"), dump("dump", "latest", source.toString()));
    Path target = Files.createDirectories(dir.resolve("target"));
    int code =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", target.toString())
            .inheritIO()
            .start()
            .waitFor();

    assertThat(code).isZero();
    Path unpacked = target.resolve(source.toString().substring(1));
    assertThat(Files.mismatch(unpacked.resolve("random"), source.resolve("random"))).isEqualTo(-1);
    assertThat(Files.getLastModifiedTime(unpacked.resolve("random")).toInstant())
        .isEqualTo(MODIFIED);
    assertThat(Files.readSymbolicLink(unpacked.resolve("link"))).hasToString("sub/nowhere");
    assertThat(unpacked.resolve("sub").resolve(LONG)).hasContent("long name");
  }

  @Test
  void writesADirectoryAsZip() throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    byte[] archive = dump("dump", "latest", source.toString(), "--archive", "zip");
    try (var zip = new ZipArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (ZipArchiveEntry entry; (entry = zip.getNextEntry()) != null; ) {
        contents.put(entry.getName(), zip.readAllBytes());
      }
    }
    String top = source.toString().substring(1);
    assertThat(contents.get(top + "/random")).isEqualTo(random);
    assertThat(contents.get(top + "/sub/" + LONG)).isEqualTo("long name".getBytes(UTF_8));
    assertThat(contents.get(top + "/link")).isEqualTo("sub/nowhere".getBytes(UTF_8));
    assertThat(contents).containsKeys(top + "/", top + "/sub/");
  }

  @Test
  void warnsOfNamesThatAnArchiveCannotHold() throws IOException {
    Files.writeString(Path.of(URI.create(source.toUri() + "raw%FF")), "raw");
    cli.run("backup", source.toString()).succeeded();

    assertThat(cli.run("dump", "latest", source.toString()).ended(0).err())
        .contains("byssus: warning: ", "raw\\xff");
    assertThat(new String(dump("dump", "latest", source + "/raw\udcff"), UTF_8)).isEqualTo("raw");
  }

  @Test
  void refusesWhatCannotBeWritten() {
    assertThat(cli.run("dump", "latest", source + "/no").failed(1).err()).contains("/no");
    assertThat(cli.run("dump", "latest", source + "/link").failed(1).err())
        .contains("neither a file nor a directory");
    assertThat(
            cli.run(new ByteArrayOutputStream(), Destination.TERMINAL, "dump", "latest", "/")
                .failed(1)
                .err())
        .contains("redirect");
  }

  @Test
  void endsQuietlyWhenNobodyReadsAnyMore() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    cli.run(gone, Destination.PIPE, "dump", "latest", source + "/random").succeeded();
    cli.run(gone, Destination.PIPE, "dump", "latest", source.toString()).succeeded();
  }

  private byte[] dump(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cli.run(out, Destination.PIPE, arguments).ended(0);
    return out.toByteArray();
  }
}
