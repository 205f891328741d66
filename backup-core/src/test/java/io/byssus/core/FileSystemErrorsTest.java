package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot's file system does not do, in the JDK's words. */
class FileSystemErrorsTest {
  private final InMemoryStore store = InMemoryStore.create();
  private final BackupRepository repository = Repositories.create(store.sameBlobs());
  private final Path source;
  private final FileSystem files;
  private final Path top;

  FileSystemErrorsTest(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    FileTree.write(source.resolve("file"), FileTree.random(1, 1 << 20));
    FileTree.write(source.resolve("sub/below"), "below");
    Files.createSymbolicLink(source.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub"));
    files = repository.fileSystem(repository.backup(FileSource.of(source)).run().snapshot());
    top = files.getPath(source.toString());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    repository.close();
  }

  @Test
  void whatIsNotThereIsNotFoundAsOnDisk() {
    for (String missing : List.of("nothing", "sub/nothing", "dangling", "nothing/below")) {
      assertThatThrownBy(() -> Files.newInputStream(source.resolve(missing)))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> Files.newInputStream(top.resolve(missing)))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(top.resolve(missing).toString());
      assertThatThrownBy(() -> Files.size(top.resolve(missing)))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> top.resolve(missing).toRealPath())
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void whatIsNoDirectoryHasNothingBelow() {
    assertThatThrownBy(() -> Files.size(source.resolve("file/below")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> Files.size(top.resolve("file/below")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(top.resolve("file")))
        .isInstanceOf(NotDirectoryException.class);
    assertThat(Files.exists(top.resolve("file/below"))).isFalse();
  }

  @Test
  void linksThatGoRoundAreNoticed() throws IOException {
    assertThatThrownBy(() -> Files.size(top.resolve("loop")))
        .isInstanceOf(FileSystemLoopException.class);
    assertThat(Files.isSymbolicLink(top.resolve("loop"))).isTrue();
    assertThatThrownBy(() -> Files.readSymbolicLink(top.resolve("file")))
        .isInstanceOf(NotLinkException.class);
  }

  @Test
  void onlyFilesAreOpened() {
    assertThatThrownBy(() -> Files.newByteChannel(top.resolve("sub")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> Files.newByteChannel(top.resolve("link"), LinkOption.NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void nothingIsWritten() throws IOException {
    Path file = top.resolve("file");
    Path fresh = top.resolve("new");
    List<ThrowingCallable> writes =
        List.of(
            () -> Files.writeString(file, "x"),
            () -> Files.newByteChannel(file, StandardOpenOption.APPEND),
            () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
            () -> Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE).close(),
            () -> Files.createFile(fresh),
            () -> Files.createDirectory(fresh),
            () -> Files.createSymbolicLink(fresh, file),
            () -> Files.createLink(fresh, file),
            () -> Files.delete(file),
            () -> Files.copy(file, fresh),
            () -> Files.move(file, fresh),
            () -> Files.copy(source.resolve("file"), fresh),
            () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)),
            () -> Files.setPosixFilePermissions(file, java.util.Set.of()),
            () -> Files.setAttribute(file, "unix:mode", 0));
    Path there = top;
    assertThat(Files.createDirectories(there)).isEqualTo(there);
    assertThatThrownBy(() -> Files.createDirectory(there))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createDirectories(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write).isInstanceOf(ReadOnlyFileSystemException.class);
    }
    assertThat(Files.isWritable(file)).isFalse();
    assertThat(Files.isExecutable(file)).isFalse();
    assertThat(Files.isExecutable(top.resolve("sub"))).isTrue();
  }

  @Test
  void channelsAreReadOnlyAndCloseForGood() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(top.resolve("file"));
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    channel.close();

    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  @SuppressWarnings("StreamResourceLeak") // closed in the middle, to see what happens
  void directoryStreamsAreIteratedOnceAndEndWhenClosed() throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(top);
    Iterator<Path> paths = stream.iterator();
    assertThat(paths.next()).isEqualTo(top.resolve("dangling"));
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    stream.close();

    assertThat(paths.hasNext()).isFalse();
    assertThatThrownBy(paths::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    try (DirectoryStream<Path> failing =
        Files.newDirectoryStream(
            top,
            path -> {
              throw new IOException("no");
            })) {
      assertThatThrownBy(() -> failing.iterator().hasNext())
          .isInstanceOf(DirectoryIteratorException.class);
    }
  }

  @Test
  void damageIsAnIoExceptionWithItsCause() throws IOException {
    Repositories.keys(store, "packs/").forEach(pack -> Damage.truncate(store, pack));
    try (BackupRepository damaged = Repositories.open(store.sameBlobs());
        FileSystem broken = damaged.fileSystem(damaged.snapshots().latest().orElseThrow().id())) {
      assertThatThrownBy(() -> Files.readString(broken.getPath(source + "/file")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining(source.toString())
          .hasCauseInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void onlySnapshotsThatAreThereAreOpened() {
    var missing = io.byssus.api.SnapshotId.of(new byte[32]);
    assertThatThrownBy(() -> repository.fileSystem(missing))
        .isInstanceOf(SnapshotNotFoundException.class);
  }
}
