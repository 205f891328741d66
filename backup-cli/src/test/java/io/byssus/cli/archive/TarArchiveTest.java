package io.byssus.cli.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archives as the system's tar sees them. */
@EnabledOnOs(OS.LINUX)
class TarArchiveTest {
  private static final String LONG_NAME = "Bücher/" + "n".repeat(200) + "/" + "ü".repeat(60);

  private final Path dir;

  TarArchiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void namesOfAnyLengthAndTimesToTheNanosecondAreUnpacked() throws Exception {
    for (Instant time :
        new Instant[] {
          Instant.parse("2026-11-20T09:30:00.123456789Z"),
          Instant.parse("1969-12-31T23:59:59.250000001Z"),
          Instant.parse("1960-01-01T00:00:00.999999999Z"),
          Instant.parse("2026-11-20T09:30:00Z")
        }) {
      Path file = unpack(metadata().modified(time)).resolve(LONG_NAME);

      assertThat(file).hasContent("content");
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(time));
    }
  }

  @Test
  void anAccessControlListIsKnownToTarAsTextAndAsAnAttribute() throws Exception {
    byte[] list = list();
    unpack(
        metadata()
            .attributes(ExtendedAttributes.of(Map.of("system.posix_acl_access", list)))
            .permissions(0640));

    String bytes = Files.readString(dir.resolve("archive.tar"), ISO_8859_1);
    assertThat(bytes)
        .contains(
            "SCHILY.acl.access=user::rw-,user:12345:r--,group::r--,mask::r--,other::---\n",
            "SCHILY.xattr.system.posix_acl_access=" + new String(list, ISO_8859_1) + "\n");
  }

  @Test
  void anAttributeWhoseNameHasAnEqualsSignIsWrittenAsGnuTarDoes() throws Exception {
    unpack(metadata().attributes(ExtendedAttributes.of(Map.of("user.a=b%", new byte[] {1}))));
    assertThat(Files.readString(dir.resolve("archive.tar"), ISO_8859_1))
        .contains("SCHILY.xattr.user.a%3Db%25=\001\n");
  }

  @Test
  void aListThatIsNoneIsLeftAsItIs() {
    assertThat(PosixAcl.text(list())).isPresent();
    assertThat(PosixAcl.text(new byte[] {2, 0, 0})).isEmpty();
    assertThat(PosixAcl.text(new byte[] {3, 0, 0, 0})).isEmpty();
    assertThat(PosixAcl.text(new byte[] {2, 0, 0, 0, 1})).isEmpty();
    assertThat(PosixAcl.text(new byte[] {2, 0, 0, 0, 7, 0, 7, 0, 0, 0, 0, 0})).isEmpty();
  }

  private static byte[] list() {
    int[][] entries = {{1, 6, -1}, {2, 4, 12345}, {4, 4, -1}, {16, 4, -1}, {32, 0, -1}};
    ByteBuffer list = ByteBuffer.allocate(4 + 8 * entries.length).order(ByteOrder.LITTLE_ENDIAN);
    list.putInt(2);
    for (int[] entry : entries) {
      list.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    return list.array();
  }

  private static EntryMetadata.Builder metadata() {
    return EntryMetadata.of(EntryKind.FILE)
        .size(7)
        .permissions(0644)
        .owner(0, 0)
        .ownerNames("o".repeat(60), "Gruppe");
  }

  private Path unpack(EntryMetadata.Builder metadata) throws IOException, InterruptedException {
    Path archive = dir.resolve("archive.tar");
    try (OutputStream out = Files.newOutputStream(archive)) {
      SnapshotArchive tar = ArchiveFormat.TAR.open(out);
      tar.file(LONG_NAME, metadata.build(), new ByteArrayInputStream("content".getBytes(UTF_8)));
      tar.finish();
    }
    Path target = Files.createDirectories(dir.resolve("unpacked"));
    ProcessBuilder command =
        new ProcessBuilder(
            "tar",
            "--acls",
            "--xattrs",
            "--no-same-owner",
            "-xf",
            archive.toString(),
            "-C",
            target.toString());
    assertThat(command.inheritIO().start().waitFor()).isZero();
    return target;
  }
}
