package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.find.FindHit;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.core.statistics.Usage;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Looking at holes, hard links, nodes, owners and attributes. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class EveryKindLookTest {
  private static final long SPARSE_SIZE = 1L << 40;
  private static final byte[] DATA = FileTree.random(3, 3 << 20);

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private final Posix posix = Posix.find().orElseThrow();
  private Path source;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    source = Files.createDirectories(directory.resolve("source"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void readsAndSeeksInsideHolesAsOnDisk() throws IOException {
    Path file = plantSparse();
    try (FileSystem files = repository.fileSystem(backUp().id());
        SeekableByteChannel onDisk = Files.newByteChannel(file);
        SeekableByteChannel copy = Files.newByteChannel(in(files, file))) {
      assertThat(copy.size()).isEqualTo(SPARSE_SIZE);
      for (long position :
          new long[] {
            0,
            SPARSE_SIZE / 4,
            DATA.length - 10,
            SPARSE_SIZE / 2 - 3,
            SPARSE_SIZE / 2 + 4999,
            SPARSE_SIZE / 4 * 3,
            SPARSE_SIZE - 70_000,
            1
          }) {
        assertThat(read(copy, position)).as("at %d", position).isEqualTo(read(onDisk, position));
      }
      assertThat(copy.position(SPARSE_SIZE).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  private static byte[] read(SeekableByteChannel channel, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(200_000);
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      assertThat(channel.position()).isEqualTo(position + buffer.position());
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Test
  void holesCountInTheSizeAndTakeNothing() throws IOException {
    plantSparse();
    backUp();

    Usage total = repository.statistics().run().total();

    assertThat(total.logical().bytes()).isEqualTo(SPARSE_SIZE);
    assertThat(total.unique().bytes()).isBetween((long) DATA.length, 2L * DATA.length);
    assertThat(total.stored().bytes()).isBetween((long) DATA.length, 2L * DATA.length);
  }

  @Test
  void noHoleIsFoundByItsContent() throws IOException {
    plantSparse();
    backUp();

    assertThat(repository.find().kind(EntryKind.FILE).list()).hasSize(1);
    assertThat(repository.find().content("00000000").list()).isEmpty();
  }

  @Test
  void differencesAreThoseOfARestore() throws IOException {
    Path file = FileTree.write(source.resolve("file"), "content");
    Path linked = FileTree.write(source.resolve("linked"), FileTree.random(1, 100_000));
    attribute(file, "user.a", 1);
    FileTree.settle();
    Snapshot older = backUp();
    attribute(file, "user.a", 2);
    Files.createLink(source.resolveSibling("another name"), linked);
    Snapshot newer = backUp();

    List<Difference> differences =
        repository.diff(older, newer).below(EntryPath.parse(source.toString())).list();
    List<FindHit> hits = repository.find().named("linked").list();

    assertThat(differences)
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.path()).hasToString(file.toString());
              assertThat(difference.aspects()).containsExactly(Aspect.METADATA);
            });
    assertThat(hits)
        .singleElement()
        .satisfies(hit -> assertThat(hit.snapshots()).containsExactly(older, newer));
    assertThat(repository.find().named("file").list()).hasSize(2);
  }

  @Test
  void findsFifosByTheirKind() throws IOException {
    Path fifo = plantFifo();
    FileTree.write(source.resolve("file"), "content");
    backUp();

    assertThat(repository.find().kind(EntryKind.FIFO).list())
        .singleElement()
        .satisfies(hit -> assertThat(hit.entry().path()).hasToString(fifo.toString()));
  }

  @Test
  void aFileSystemHasTheAttributesOfEveryKind() throws IOException {
    Path fifo = plantFifo();
    Path linked = FileTree.write(source.resolve("linked"), "content");
    Files.createLink(source.resolve("another name"), linked);
    Path device = Path.of("/dev/null");
    var report = repository.backup(FileSource.of(source, device)).run();

    try (FileSystem files = repository.fileSystem(report.snapshot())) {
      for (Path path : List.of(fifo, linked, device)) {
        String names = "unix:mode,uid,gid,ino,nlink,rdev,isOther,owner,group";
        var actual = Files.readAttributes(in(files, path), names, LinkOption.NOFOLLOW_LINKS);
        assertThat(actual.remove("owner")).hasToString(Files.getOwner(path).getName());
        assertThat(actual.remove("group"))
            .hasToString(Files.readAttributes(path, PosixFileAttributes.class).group().getName());
        assertThat(Files.readAttributes(path, names))
            .as(path.toString())
            .containsAllEntriesOf(actual);
      }
      assertThat(in(files, fifo)).exists().isNotEqualTo(in(files, device));
      assertThatThrownBy(() -> Files.readAllBytes(in(files, fifo)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Not a regular file");
    }
  }

  @Test
  void namesOfOneFileAreTheSameFile() throws IOException {
    Path linked = FileTree.write(source.resolve("linked"), "content");
    Path other = Files.createLink(source.resolve("another name"), linked);
    Path equal = FileTree.write(source.resolve("equal"), "content");

    try (FileSystem files = repository.fileSystem(backUp().id())) {
      assertThat(Files.isSameFile(in(files, linked), in(files, other))).isTrue();
      assertThat(Files.isSameFile(in(files, linked), in(files, equal))).isFalse();
      assertThat(Files.getAttribute(in(files, linked), "fileKey"))
          .isEqualTo(Files.getAttribute(in(files, other), "fileKey"))
          .isNotEqualTo(Files.getAttribute(in(files, equal), "fileKey"));
    }
  }

  @Test
  void aFileSystemHasUsersAttributesToRead() throws IOException {
    Path file = FileTree.write(source.resolve("file"), "content");
    attribute(file, "user.one", 1);
    attribute(file, "user.two", 2);

    try (FileSystem files = repository.fileSystem(backUp().id())) {
      Path copy = in(files, file);
      var view =
          Objects.requireNonNull(
              Files.getFileAttributeView(copy, UserDefinedFileAttributeView.class));
      ByteBuffer buffer = ByteBuffer.allocate(3);
      assertThat(view.list()).containsExactlyInAnyOrder("one", "two");
      assertThat(view.size("one")).isEqualTo(1);
      assertThat(view.read("two", buffer)).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 2);
      assertThat(Files.readAttributes(copy, "user:*"))
          .containsEntry("one", new byte[] {1})
          .containsEntry("two", new byte[] {2});
      assertThat(Files.getFileStore(copy).supportsFileAttributeView("user")).isTrue();
      assertThatThrownBy(() -> view.size("three"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("'three'");
      assertThatThrownBy(() -> view.read("one", ByteBuffer.allocate(0)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("room for 0");
      assertThatThrownBy(() -> view.write("one", buffer))
          .isInstanceOf(ReadOnlyFileSystemException.class);
      assertThatThrownBy(() -> view.delete("one")).isInstanceOf(ReadOnlyFileSystemException.class);
    }
  }

  /** Data, a hole, data that ends within a block, a hole, and data at the end. */
  private Path plantSparse() throws IOException {
    Path file = source.resolve("sparse");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(DATA);
      out.seek(SPARSE_SIZE / 2);
      out.write(DATA, 0, 5000);
      out.seek(SPARSE_SIZE - 10);
      out.write(DATA, 0, 10);
    }
    return file;
  }

  private Path plantFifo() throws IOException {
    Path fifo = source.resolve("fifo");
    posix.makeNode(PathBytes.of(fifo), Posix.FIFO, 0640, 0, 0);
    return fifo;
  }

  private void attribute(Path path, String name, int value) throws IOException {
    posix.setAttribute(
        PathBytes.of(path), name.getBytes(StandardCharsets.UTF_8), new byte[] {(byte) value});
  }

  private Snapshot backUp() {
    var report = repository.backup(FileSource.of(source)).origin("shop").run();
    return repository.snapshots().pick(report.snapshot());
  }

  private static Path in(FileSystem files, Path onDisk) {
    return files.getPath(onDisk.toString());
  }
}
