package io.byssus.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Paths of a snapshot that are made from others, exactly; and a reader that is interrupted. */
@EnabledOnOs(OS.LINUX)
class SnapshotPathsTest {
  /** As bytes, in ISO 8859-1: one that is a byte, and one that looks as if it were its escape. */
  private static final List<String> NAMES =
      List.of(
          "bad\u00ff",
          "bad\\xff",
          "bad\\\\xff",
          "a\\",
          "\\",
          "\\x41",
          "A",
          "\u0001",
          "\u00c3\u00a4");

  private Path source;
  private BackupRepository repository;
  private FileSystem files;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = Files.createDirectory(directory.toRealPath().resolve("source"));
    for (String name : NAMES) {
      Files.write(onDisk(name), name.getBytes(UTF_8));
    }
    repository = Repositories.create(InMemoryStore.create());
    files = repository.fileSystem(repository.backup(FileSource.of(source)).run().snapshot());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    repository.close();
  }

  private Path onDisk(String name) {
    return source.resolve(PathBytes.toName(name.getBytes(ISO_8859_1), source.getFileSystem()));
  }

  @Test
  void aPathOfTheDiskLeadsToItsFileWhateverItsName() throws IOException {
    for (String name : NAMES) {
      assertThat(Files.readString(SnapshotPaths.of(files, onDisk(name)))).isEqualTo(name);
    }
    Path relative = SnapshotPaths.of(files, Path.of("a\\"));
    assertThat(relative.isAbsolute()).isFalse();
    assertThat(Files.readString(files.getPath(source.toString()).resolve(relative)))
        .isEqualTo("a\\");
  }

  @Test
  void bytesAndEntryPathsLeadToTheirFile() throws IOException {
    EntryPath top = EntryPath.parse(source.toString());
    for (String name : NAMES) {
      byte[] bytes = name.getBytes(ISO_8859_1);
      Path path = SnapshotPaths.of(files, PathBytes.of(onDisk(name)));
      assertThat(Files.readString(path)).isEqualTo(name);
      assertThat(SnapshotPaths.of(files, top.resolve(EntryName.of(bytes)))).isEqualTo(path);
    }
    assertThatThrownBy(() -> SnapshotPaths.of(files, new byte[] {'a', 0}))
        .isInstanceOf(InvalidPathException.class);
  }

  @Test
  void whatAWalkPrintsLeadsBackAndNoTwoPathsPrintTheSame() throws IOException {
    try (var walk = Files.walk(files.getPath(source.toString()))) {
      List<Path> paths = walk.toList();
      assertThat(paths).hasSize(NAMES.size() + 1);
      assertThat(paths)
          .allSatisfy(path -> assertThat(files.getPath(path.toString())).isEqualTo(path));
      assertThat(paths.stream().map(Path::toString).distinct()).hasSize(paths.size());
    }
  }

  @Test
  void pathsAndFileSystemsOfOthersAreRefused() {
    FileSystem disk = FileSystems.getDefault();
    assertThatThrownBy(() -> SnapshotPaths.of(disk, source))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> SnapshotPaths.of(files, files.getPath("/a")))
        .isInstanceOf(ProviderMismatchException.class);
  }

  @Test
  void anInterruptClosesTheChannelAndTheThreadStaysInterrupted() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(SnapshotPaths.of(files, onDisk("A")))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedByInterruptException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void anInterruptEndsAStreamToo() throws IOException {
    try (InputStream stream = Files.newInputStream(SnapshotPaths.of(files, onDisk("A")))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(stream::read).isInstanceOf(ClosedByInterruptException.class);

      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
