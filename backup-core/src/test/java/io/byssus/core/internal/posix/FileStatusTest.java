package io.byssus.core.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of entries, held to what the JDK says of them. */
class FileStatusTest {
  private Path directory;

  @BeforeEach
  void needsTheSystemCalls(@TempDir Path directory) {
    this.directory = directory;
    assumeTrue(Posix.available(), "needs the system calls of Linux");
  }

  @Test
  void agreesOnAFileWithSeveralNamesAndTimesBeforeTheEpoch() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    Files.createLink(directory.resolve("other"), file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(-5, 123_456_789)));

    assertAgrees(file);
  }

  @Test
  void agreesOnADirectoryWithTheStickyBit() throws IOException {
    Files.createDirectory(directory.resolve("child"));
    Files.setAttribute(directory, "unix:mode", 01750);

    assertAgrees(directory);
  }

  @Test
  void agreesOnALinkAndOnWhatItPointsTo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/dev/null"));

    assertAgrees(link, LinkOption.NOFOLLOW_LINKS);
    assertAgrees(link);
  }

  @Test
  void agreesOnDevices() throws IOException {
    assertAgrees(Path.of("/dev/null"));
    assertAgrees(Path.of("/dev/zero"));
  }

  @Test
  void saysNothingOfWhatIsNotThere() {
    assertThat(status(directory.resolve("missing"))).isEmpty();
  }

  private static Optional<FileStatus> status(Path path, LinkOption... options) {
    byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    return Posix.find().orElseThrow().status(Posix.WORKING_DIRECTORY, bytes, options);
  }

  private static void assertAgrees(Path path, LinkOption... options) throws IOException {
    FileStatus status = status(path, options).orElseThrow();
    Map<String, Object> expected = Files.readAttributes(path, "unix:*", options);

    assertThat(status.mode()).as("mode").isEqualTo(expected.get("mode"));
    assertThat((int) status.uid()).as("uid").isEqualTo(expected.get("uid"));
    assertThat((int) status.gid()).as("gid").isEqualTo(expected.get("gid"));
    assertThat((int) status.links()).as("links").isEqualTo(expected.get("nlink"));
    assertThat(status.size()).as("size").isEqualTo(expected.get("size"));
    assertThat(status.inode()).as("inode").isEqualTo(expected.get("ino"));
    assertThat(status.device()).as("device").isEqualTo(expected.get("dev"));
    assertThat(FileTime.from(status.modified())).isEqualTo(expected.get("lastModifiedTime"));
    assertThat(FileTime.from(status.changed())).isEqualTo(expected.get("ctime"));
    long node = status.nodeMajor() << 8 | status.nodeMinor(); // the numbers of these are small
    assertThat(node).as("node").isEqualTo(expected.get("rdev"));
  }
}
