package io.byssus.core.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PosixTest {
  private final Posix posix = Posix.find().orElseThrow();

  private Path directory;

  @BeforeEach
  void useDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  private static byte[] bytes(Path path) {
    return bytes(path.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Object field(Path path, String name) throws IOException {
    return Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void setsListsReadsAndRemovesAttributes() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    byte[] large = new byte[3000];
    large[2999] = 1;

    posix.setAttribute(bytes(file), bytes("user.a"), new byte[0]);
    posix.setAttribute(bytes(file), bytes("user.b"), large);
    posix.setAttribute(bytes(file), bytes("user.c"), new byte[] {1});
    posix.setAttribute(bytes(file), bytes("user.c"), new byte[] {2});
    posix.removeAttribute(bytes(file), bytes("user.a"));

    List<String> names =
        posix.attributeNames(bytes(file)).stream()
            .map(name -> new String(name, StandardCharsets.UTF_8))
            .filter(name -> name.startsWith("user."))
            .toList();
    assertThat(names).containsExactlyInAnyOrder("user.b", "user.c");
    assertThat(posix.attribute(bytes(file), bytes("user.b"))).isEqualTo(large);
    assertThat(posix.attribute(bytes(file), bytes("user.c"))).containsExactly(2);
    assertThatExceptionOfType(PosixException.class)
        .isThrownBy(() -> posix.attribute(bytes(file), bytes("user.a")))
        .satisfies(e -> assertThat(e.error()).isEqualTo(Errors.NO_SUCH_ATTRIBUTE));
  }

  @Test
  void findsHolesAndData() throws IOException {
    Path file = directory.resolve("file");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(1 << 20);
      out.write(new byte[5000]);
      out.setLength(1L << 40);
    }

    int open = posix.openFile(Posix.WORKING_DIRECTORY, bytes(file));
    try {
      assertThat(posix.nextHole(open, 0)).isZero();
      assertThat(posix.nextData(open, 0)).isEqualTo(1 << 20);
      long end = posix.nextHole(open, 1 << 20);
      assertThat(end).isBetween((1L << 20) + 5000, (1L << 20) + (1 << 17));
      assertThat(posix.nextData(open, end)).isEqualTo(-1);
    } finally {
      posix.close(open);
    }
  }

  @Test
  void setsTheTimeOfALinkItselfToTheNanosecond() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    Instant before = Files.getLastModifiedTime(file).toInstant();
    Instant time = Instant.parse("1969-12-31T23:59:58.123456789Z");

    posix.setModified(bytes(link), time);

    assertThat(((FileTime) field(link, "lastModifiedTime")).toInstant()).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(before);
  }

  @Test
  void makesFifosAndSocketsAndSetsTheirMetadataWithoutOpeningThem() throws IOException {
    Path fifo = directory.resolve("fifo");
    Path socket = directory.resolve("socket");
    Instant time = Instant.parse("2024-02-29T12:34:56.987654321Z");

    posix.makeNode(bytes(fifo), Posix.FIFO, 0600, 0, 0);
    posix.makeNode(bytes(socket), Posix.SOCKET, 0600, 0, 0);
    posix.setPermissions(bytes(fifo), 0666);
    posix.setModified(bytes(fifo), time);
    posix.setOwner(bytes(fifo), -1, -1);

    assertThat(field(fifo, "mode")).isEqualTo(Posix.FIFO | 0666);
    assertThat(field(socket, "mode")).isEqualTo(Posix.SOCKET | 0600);
    assertThat(((FileTime) field(fifo, "lastModifiedTime")).toInstant()).isEqualTo(time);
    assertThatThrownBy(() -> posix.makeNode(bytes(fifo), Posix.FIFO, 0600, 0, 0))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void opensDirectoriesButNoLinksToThem() throws IOException {
    Path below = Files.createDirectory(directory.resolve("below"));
    Files.createSymbolicLink(directory.resolve("link"), below);
    Files.createFile(below.resolve("file"));

    int top = posix.openDirectory(Posix.WORKING_DIRECTORY, bytes(directory));
    try {
      int inner = posix.openDirectory(top, bytes("below"));
      posix.close(posix.openFile(inner, bytes("file")));
      posix.close(inner);
      assertThatThrownBy(() -> posix.holdDirectory(bytes(directory.resolve("link"))))
          .isInstanceOf(PosixException.class);
      assertThatThrownBy(() -> posix.openDirectory(top, bytes("link")))
          .isInstanceOf(PosixException.class);
      assertThatThrownBy(() -> posix.openDirectory(top, bytes("nowhere")))
          .isInstanceOf(NoSuchFileException.class);
    } finally {
      posix.close(top);
    }
  }

  @Test
  void opensAFifoWithoutWaitingForAWriter() throws IOException {
    Path fifo = directory.resolve("fifo");
    posix.makeNode(bytes(fifo), Posix.FIFO, 0600, 0, 0);

    int open = posix.openFile(Posix.WORKING_DIRECTORY, bytes(fifo));
    posix.close(open);

    assertThat(open).isPositive();
  }

  @Test
  void refusesAZeroByteInAPath() {
    assertThatThrownBy(() -> posix.attributeNames(new byte[] {'a', 0, 'b'}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
