package io.byssus.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashFileSystemTest {
  private static final long SEED = 20_261_120;

  private final CrashFileSystem disk = CrashFileSystem.create();
  private final Path file = disk.getPath("/file");

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a file is in all crashes: its content, or that it is missing. */
  private static Set<String> states(Recording recording, String path) {
    return recording
        .crashes(SEED, 20)
        .map(crash -> state(crash.fileSystem().getPath(path)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String state(Path path) {
    try {
      return Files.readString(path).replace('\0', '0');
    } catch (NoSuchFileException e) {
      return "missing";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void behavesAsAFileSystemWhileNothingCrashes() throws IOException {
    Path directory = Files.createDirectories(disk.getPath("/a/b"));
    Files.writeString(directory.resolve("one"), "1");
    Files.createLink(directory.resolve("two"), directory.resolve("one"));
    Files.move(directory.resolve("two"), disk.getPath("/two"), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(directory.resolve("one"));

    assertThat(Files.readString(disk.getPath("/two"))).isEqualTo("1");
    assertThat(Files.exists(directory.resolve("one"))).isFalse();
    assertThat(Files.isDirectory(directory)).isTrue();
    assertThatThrownBy(() -> Files.createDirectory(directory))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> all = Files.walk(disk.getPath("/"))) {
      assertThat(all.map(Path::toString)).containsExactlyInAnyOrder("/", "/a", "/a/b", "/two");
    }
  }

  @Test
  void whatIsNotSyncedMayBeThereMissingTornOrZeros() throws IOException {
    Files.writeString(file, "123456");
    sync(disk.getPath("/"));

    Recording recording = disk.recording();

    assertThat(states(recording, "/file"))
        .containsExactly("", "000000", "123", "123456", "missing");
  }

  @Test
  void whatIsSyncedStaysAndWhatComesLaterDoesNot() throws IOException {
    Files.writeString(file, "1");
    sync(file);
    sync(disk.getPath("/"));
    disk.promise("stored");
    Files.writeString(file, "2", StandardOpenOption.APPEND);

    List<Crash> crashes =
        disk.recording()
            .crashes(SEED, 20)
            .filter(crash -> crash.promises().contains("stored"))
            .toList();

    assertThat(crashes)
        .extracting(crash -> state(crash.fileSystem().getPath("/file")))
        .containsOnly("1", "12", "10");
    assertThat(states(disk.recording().ignoring(sync -> sync.path().equals("/file")), "/file"))
        .contains("");
  }

  @Test
  void aSyncOfAFileDoesNotKeepItsNameAndOneOfADirectoryNotWhatIsInTheFile() throws IOException {
    Files.writeString(file, "1");
    sync(file);

    assertThat(states(disk.recording(), "/file")).containsExactly("", "0", "1", "missing");
    List<Crash> crashes = disk.recording().crashes(SEED, 0).toList();
    Crash last = crashes.get(crashes.size() - 1);
    assertThat(last.toString()).contains("losing all");
    assertThat(state(last.fileSystem().getPath("/file"))).isEqualTo("missing");
  }

  @Test
  void aDirectoryWhoseOwnNameWasNotSyncedIsLostWithAllThatIsInIt() throws IOException {
    Path inside = Files.createDirectory(disk.getPath("/directory")).resolve("file");
    Files.writeString(inside, "1");
    sync(inside);
    sync(disk.getPath("/directory"));
    disk.promise("stored");

    assertThat(
            disk.recording()
                .crashes(SEED, 5)
                .filter(crash -> !crash.promises().isEmpty())
                .map(crash -> state(crash.fileSystem().getPath("/directory/file"))))
        .contains("missing", "1");
  }

  @Test
  void aRemovedNameMayComeBackUntilItsDirectoryIsSynced() throws IOException {
    Files.writeString(file, "1");
    sync(file);
    sync(disk.getPath("/"));
    Files.delete(file);
    disk.promise("gone");
    sync(disk.getPath("/"));
    disk.promise("gone for ever");

    assertThat(
            disk.recording()
                .crashes(SEED, 10)
                .filter(crash -> crash.promises().contains("gone"))
                .filter(crash -> !crash.promises().contains("gone for ever"))
                .map(crash -> state(crash.fileSystem().getPath("/file"))))
        .contains("missing", "1");
    assertThat(
            disk.recording()
                .crashes(SEED, 10)
                .filter(crash -> crash.promises().contains("gone for ever"))
                .map(crash -> state(crash.fileSystem().getPath("/file"))))
        .containsOnly("missing");
  }

  @Test
  void timesAndPermissionsBecomeDurableWithTheirFile() throws IOException {
    Files.writeString(file, "1");
    sync(file);
    sync(disk.getPath("/"));
    FileTime old = Files.getLastModifiedTime(file);
    FileTime time = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, time);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    disk.promise("set");
    assertThat(attributes(disk.recording(), "set")).contains(old + " rw-------");

    sync(file);
    disk.promise("kept");
    assertThat(attributes(disk.recording(), "kept")).containsExactly(time + " r--------");
  }

  private static Set<String> attributes(Recording recording, String promise) {
    return recording
        .crashes(SEED, 20)
        .filter(crash -> crash.promises().contains(promise))
        .map(crash -> attributes(crash.fileSystem().getPath("/file")))
        .collect(Collectors.toSet());
  }

  private static String attributes(Path path) {
    try {
      return Files.getLastModifiedTime(path)
          + " "
          + PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSyncThatFailsThrowsAndKeepsNothing() throws IOException {
    Files.writeString(file, "1");
    disk.failSyncs(sync -> sync.path().equals("/file"));
    assertThatThrownBy(() -> sync(file)).isInstanceOf(IOException.class);
    sync(disk.getPath("/"));

    assertThat(states(disk.recording(), "/file")).contains("", "0", "1");
  }

  @Test
  void aSyncTellsWhoAskedForIt() throws IOException {
    Files.writeString(file, "1");
    sync(file);

    Sync sync = disk.recording().syncs().get(0);

    assertThat(sync.callerBeside(Set.of("CrashFileSystemTest.sync")))
        .contains("CrashFileSystemTest.aSyncTellsWhoAskedForIt");
  }

  @Test
  void whatACrashLeftCanBeGoneOnWith() throws IOException {
    Files.writeString(file, "1");
    CrashFileSystem after = disk.recording().crashNow(SEED).fileSystem();

    Files.writeString(after.getPath("/other"), "2");

    assertThat(Files.readString(after.getPath("/other"))).isEqualTo("2");
    sync(file);
    sync(disk.getPath("/"));
    CrashFileSystem kept = disk.recording().crashNow(SEED).fileSystem();
    assertThat(state(kept.recording().crashNow(SEED).fileSystem().getPath("/file"))).isEqualTo("1");
    assertThat(Files.exists(disk.getPath("/other"))).isFalse();
  }
}
