package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot read through the JDK is the tree on disk that was backed up. */
class FileSystemTest {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final int LARGE = 40 << 20;

  private final Path source;
  private final Path outside;
  private final BackupRepository repository;
  private final FileSystem files;

  FileSystemTest(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    outside = directory.resolve("outside");
    FileTree.plantMixture(source, 5);
    FileTree.write(source.resolve("many chunks"), FileTree.random(6, LARGE));
    FileTree.write(source.resolve("with \\ and \u200d and 日本"), "odd");
    Path raw = Path.of(URI.create(source.toUri() + "raw%FF%0A"));
    FileTree.write(raw, "raw");
    Files.createSymbolicLink(source.resolve("absolute"), source.resolve("many"));
    Files.createSymbolicLink(source.resolve("up"), Path.of("../source/many/../text"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("no/such"));
    Files.createSymbolicLink(source.resolve("loop"), Path.of("loop"));
    Files.setPosixFilePermissions(
        source.resolve("text"), PosixFilePermissions.fromString("r-x-w---x"));
    repository = Repositories.create(InMemoryStore.create());
    var report = repository.backup(FileSource.of(source)).run();
    files = repository.fileSystem(report.snapshot());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    repository.close();
  }

  @Test
  void walksTheSameTree() throws IOException {
    assertThat(walk(snapshot(source))).isEqualTo(walk(source)).hasSizeGreaterThan(200);
    assertThat(walk(files.getPath("/"))).hasSizeGreaterThan(walk(source).size());
  }

  @Test
  void walksThroughLinksTheSameWay() throws IOException {
    List<String> onDisk = walk(source.resolve("many"), FileVisitOption.FOLLOW_LINKS);

    assertThat(walk(snapshot(source.resolve("absolute")), FileVisitOption.FOLLOW_LINKS))
        .isEqualTo(onDisk);
  }

  @Test
  void hasTheSameAttributes() throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path copy = snapshot(path);
        PosixFileAttributes expected =
            Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW);
        PosixFileAttributes actual =
            Files.readAttributes(copy, PosixFileAttributes.class, NOFOLLOW);
        assertThat(actual.lastModifiedTime()).isEqualTo(expected.lastModifiedTime());
        assertThat(actual.permissions()).isEqualTo(expected.permissions());
        assertThat(actual.isRegularFile()).isEqualTo(expected.isRegularFile());
        assertThat(actual.isDirectory()).isEqualTo(expected.isDirectory());
        assertThat(actual.isSymbolicLink()).isEqualTo(expected.isSymbolicLink());
        assertThat(actual.isOther()).isFalse();
        if (!expected.isDirectory()) {
          assertThat(actual.size()).as("size of %s", path).isEqualTo(expected.size());
        }
        String names = "unix:mode,uid,gid,lastModifiedTime";
        assertThat(Files.readAttributes(copy, names, NOFOLLOW))
            .isEqualTo(Files.readAttributes(path, names, NOFOLLOW));
        assertThat(Files.exists(copy)).isEqualTo(Files.exists(path));
        assertThat(Files.isReadable(copy)).isEqualTo(Files.isReadable(path));
        assertThat(Files.isHidden(copy)).isEqualTo(Files.isHidden(path));
        assertThat(Files.isWritable(copy)).isFalse();
      }
    }
  }

  @Test
  void answersForAttributesByNameAndThroughViews() throws IOException {
    Path text = snapshot(source.resolve("text"));

    assertThat(Files.readAttributes(text, "*")).containsKeys("size", "isDirectory", "fileKey");
    assertThat(Files.readAttributes(text, "posix:owner,permissions")).hasSize(2);
    assertThat(Files.getAttribute(text, "size")).isEqualTo(Files.size(text));
    assertThat(Files.getOwner(text).getName()).isNotEmpty();
    PosixFileAttributeView view = Files.getFileAttributeView(text, PosixFileAttributeView.class);
    assertThat(view.name()).isEqualTo("posix");
    assertThat(view.readAttributes().permissions())
        .isEqualTo(PosixFilePermissions.fromString("r-x-w---x"));
    assertThatThrownBy(() -> Files.readAttributes(text, "dos:*"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(text, "basic:nothing"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(files.supportedFileAttributeViews()).contains("basic", "posix", "owner", "unix");
  }

  @Test
  void hasTheSameBytes() throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        assertThat(Files.mismatch(path, snapshot(path))).as(path.toString()).isEqualTo(-1);
      }
    }
    assertThat(Files.readAllLines(snapshot(source.resolve("text"))))
        .isEqualTo(Files.readAllLines(source.resolve("text")));
    try (Stream<String> lines = Files.lines(snapshot(source.resolve("up")))) {
      assertThat(lines).hasSize(20_000);
    }
  }

  @Test
  void seeksAnywhere() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] content = Files.readAllBytes(source.resolve("many chunks"));
    try (SeekableByteChannel channel =
        Files.newByteChannel(snapshot(source.resolve("many chunks")))) {
      assertThat(channel.size()).isEqualTo(LARGE);
      for (int i = 0; i < 60; i++) {
        int position = random.nextInt(LARGE + 1);
        ByteBuffer buffer = ByteBuffer.allocate(random.nextInt(3 << 20) + 1);
        int expected = Math.min(buffer.remaining(), LARGE - position);
        int count = channel.position(position).read(buffer);
        assertThat(count).as("seed %d", seed).isEqualTo(expected == 0 ? -1 : expected);
        assertThat(channel.position()).isEqualTo(position + expected);
        assertThat(
                Arrays.mismatch(
                    buffer.array(), 0, expected, content, position, position + expected))
            .as("seed %d", seed)
            .isEqualTo(-1);
      }
      assertThat(channel.position(LARGE + 100L).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(channel.position(0).read(ByteBuffer.allocate(0))).isZero();
    }
  }

  @Test
  void manyThreadsReadAtOnce() throws Exception {
    byte[] content = Files.readAllBytes(source.resolve("many chunks"));
    Path file = snapshot(source.resolve("many chunks"));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        work.add(() -> Arrays.equals(Files.readAllBytes(file), content));
      }
      for (Future<Boolean> same : threads.invokeAll(work)) {
        assertThat(same.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void copiesToDisk() throws IOException {
    Path target = Files.createDirectories(outside);
    Path top = snapshot(source);
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!directory.equals(top)) {
              Files.copy(directory, target.resolve(top.relativize(directory).toString()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !file.toString().contains("\\")) {
              Files.copy(file, target.resolve(top.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });

    assertThat(Files.mismatch(target.resolve("large"), source.resolve("large"))).isEqualTo(-1);
    assertThat(target.resolve("many/3")).isDirectory();
  }

  @Test
  void findsAndFilters() throws IOException {
    try (Stream<Path> found =
        Files.find(snapshot(source), 9, (path, attributes) -> attributes.size() == 131_072)) {
      assertThat(found).containsExactly(snapshot(source.resolve("sizes/131072")));
    }
    try (var stream = Files.newDirectoryStream(snapshot(source), "l*")) {
      assertThat(stream)
          .extracting(path -> path.getFileName().toString())
          .containsExactly("large", "link", "loop");
    }
  }

  @Test
  void followsLinksInsideTheSnapshot() throws IOException {
    Path up = snapshot(source.resolve("up"));

    assertThat(up.toRealPath()).isEqualTo(snapshot(source.resolve("text")));
    assertThat(up.toRealPath(NOFOLLOW)).isEqualTo(up);
    assertThat(snapshot(source).resolve("link/../../text").toRealPath())
        .hasToString(source.resolve("link/../../text").toRealPath().toString());
    assertThat(Files.readSymbolicLink(up)).hasToString("../source/many/../text");
    assertThat(Files.isSameFile(up, snapshot(source.resolve("text")))).isTrue();
    assertThat(Files.isSameFile(up, snapshot(source.resolve("large")))).isFalse();
    assertThat(Files.isSameFile(up, source.resolve("text"))).isFalse();
    assertThat(Files.exists(snapshot(source.resolve("dangling")))).isFalse();
    assertThat(Files.isSymbolicLink(snapshot(source.resolve("dangling")))).isTrue();
  }

  @Test
  void namesThatAreNoTextAreReachedByTheirEscapes() throws IOException {
    Path raw = files.getPath(source.toString(), "raw\\xff\\x0a");
    Path odd = files.getPath(source.toString(), "with \\\\ and \u200d and 日本");

    assertThat(Files.readString(raw)).isEqualTo("raw");
    assertThat(Files.readString(odd)).isEqualTo("odd");
    try (Stream<Path> list = Files.list(snapshot(source))) {
      assertThat(list).contains(raw, odd);
    }
    assertThat(files.getPath(odd.toString())).isEqualTo(odd);
    assertThat(files.provider().getPath(raw.toUri())).isEqualTo(raw);
    assertThat(raw.toUri().toString()).startsWith("byssus://" + repository.id()).endsWith("%FF%0A");
    assertThat(files.provider().getFileSystem(raw.toUri())).isSameAs(files);
  }

  @Test
  void tellsWhatItIs() throws IOException {
    var store = Files.getFileStore(snapshot(source));

    assertThat(files.isReadOnly()).isTrue();
    assertThat(files.getRootDirectories()).containsExactly(files.getPath("/"));
    assertThat(files.getSeparator()).isEqualTo("/");
    assertThat(store.isReadOnly()).isTrue();
    assertThat(store.type()).isEqualTo("byssus");
    assertThat(store.getTotalSpace()).isGreaterThan(LARGE);
    assertThat(store.supportsFileAttributeView("posix")).isTrue();
    assertThat(files.getFileStores()).hasSize(1);
    assertThat(files.toString()).startsWith("byssus://");
  }

  @Test
  void readsAsAStream() throws IOException {
    try (InputStream in = Files.newInputStream(snapshot(source.resolve("text")))) {
      assertThat(in.skip(5)).isEqualTo(5);
      assertThat(new String(in.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("ame ");
    }
  }

  /** Returns the path in the snapshot of a path on disk. */
  private Path snapshot(Path onDisk) {
    return files.provider().getPath(URI.create(files.toString() + encoded(onDisk).substring(1)));
  }

  private static List<String> walk(Path top, FileVisitOption... options) throws IOException {
    try (Stream<Path> all = Files.walk(top, options)) {
      return all.map(path -> encoded(path).substring(encoded(top).length())).sorted().toList();
    }
  }

  /** Returns a path by its bytes: on disk, a name need not be text. */
  private static String encoded(Path path) {
    return path.toUri().getRawPath().replaceFirst("/$", "");
  }

  @Test
  void aClosedFileSystemDoesNothingMore() throws IOException {
    Path text = snapshot(source.resolve("text"));
    SeekableByteChannel channel = Files.newByteChannel(text);
    files.close();

    assertThat(files.isOpen()).isFalse();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(java.nio.channels.ClosedChannelException.class);
    assertThatThrownBy(() -> Files.size(text))
        .isInstanceOf(java.nio.file.ClosedFileSystemException.class);
    assertThat(text.resolve("below").getNameCount()).isEqualTo(text.getNameCount() + 1);
    files.close();
  }

  @Test
  void severalSnapshotsAreReadAtOnce() throws IOException {
    var first = repository.snapshots().pick("latest");
    FileTree.write(source.resolve("large"), "now small");
    var second = repository.backup(FileSource.of(source)).run().snapshot();

    try (FileSystem before = repository.fileSystem(first.id());
        FileSystem after = repository.fileSystem(second)) {
      String path = source.resolve("large").toString();
      assertThat(Files.size(before.getPath(path))).isEqualTo(3 << 20);
      assertThat(Files.readString(after.getPath(path))).isEqualTo("now small");
      assertThat(before.getPath(path)).isNotEqualTo(after.getPath(path));
      assertThat(Map.of(before.getPath(path), 1)).doesNotContainKey(after.getPath(path));
    }
  }
}
