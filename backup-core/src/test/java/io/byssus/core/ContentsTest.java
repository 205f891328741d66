package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is backed up comes back as it was: content of all sizes, names, times and kinds. */
class ContentsTest {
  private static final int MEBI = 1 << 20;

  /** The longest that a chunk gets. */
  private static final int LONGEST_CHUNK = 8 * MEBI;

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    source = Files.createDirectories(directory.resolve("source"));
    target = directory.resolve("target");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        512,
        513,
        (128 << 10) - 1,
        128 << 10,
        (512 << 10) - 1,
        512 << 10,
        (512 << 10) + 1,
        LONGEST_CHUNK,
        LONGEST_CHUNK + 1,
        9 * MEBI
      })
  void keepsAFileOfAnySize(int size) throws IOException {
    FileTree.write(source.resolve("file"), FileTree.random(size, size));
    // Nothing in it tells a chunker where to cut: its chunks are the longest.
    FileTree.write(source.resolve("zeros"), new byte[size]);

    BackupReport report = assertComesBack();

    assertThat(report.bytesProcessed().bytes()).isEqualTo(2L * size);
  }

  @Test
  void keepsALargeFileAndFindsItAgainAfterAnInsertion() throws IOException {
    byte[] content = FileTree.random(1, 40 * MEBI);
    FileTree.write(source.resolve("large"), content);
    assertComesBack();
    byte[] longer = new byte[content.length + 1];
    System.arraycopy(content, 0, longer, 1, content.length);
    FileTree.write(source.resolve("large"), longer);

    BackupReport report = repository.backup(FileSource.of(source)).run();

    assertThat(report.bytesNew().bytes()).isBetween(1L, 2L * LONGEST_CHUNK);
    FileTree.assertRestores(repository, report.snapshot(), source, target.resolve("longer"));
  }

  @Test
  void storesASparseFileOfZerosAsAChunkOrTwo() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
      file.setLength(100L * MEBI);
    }

    BackupReport report = assertComesBack();

    assertThat(report.bytesNew().bytes()).isLessThanOrEqualTo(2L * LONGEST_CHUNK);
    assertThat(report.bytesStored().bytes()).isLessThan(MEBI);
  }

  @Test
  void keepsACrowdedDirectory() throws IOException {
    keepsACrowdedDirectory(3_000);
  }

  @Test
  @Tag("thorough")
  void keepsADirectoryOfTwentyThousandFiles() throws IOException {
    keepsACrowdedDirectory(20_000);
  }

  private void keepsACrowdedDirectory(int files) throws IOException {
    Path crowded = Files.createDirectories(source.resolve("crowded"));
    for (int i = 0; i < files; i++) {
      Files.writeString(crowded.resolve("file" + i), "content " + i);
    }

    BackupReport report = assertComesBack();

    assertThat(report.filesNew()).isEqualTo(files);
  }

  @Test
  void keepsADeepPath() throws IOException {
    Path deepest = source;
    for (int i = 0; i < 150; i++) {
      deepest = deepest.resolve("directory" + i);
    }
    FileTree.write(deepest.resolve("file"), "deep");

    assertComesBack();
  }

  @Test
  void keepsEmptyDirectoriesLinksPermissionsAndNanoseconds() throws IOException {
    Files.createDirectories(source.resolve("empty/emptier"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("no/such/../file"));
    Files.createSymbolicLink(source.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(source.resolve("to-directory"), Path.of("empty"));
    Files.createSymbolicLink(source.resolve("absolute"), source.resolve("file"));
    Path file = FileTree.write(source.resolve("file"), "content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x-w---x"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1999-12-31T23:59:59.123456789Z")));
    Path ancient = FileTree.write(source.resolve("ancient"), "before the epoch");
    Files.setLastModifiedTime(
        ancient, FileTime.from(Instant.parse("1901-12-31T23:59:59.987654321Z")));
    Path future = FileTree.write(source.resolve("future"), "after 2038");
    Files.setLastModifiedTime(future, FileTime.from(Instant.parse("2222-02-22T22:22:22.2Z")));
    FileTree.age(source.resolve("empty"));

    assertComesBack();
  }

  @Test
  void keepsNamesThatAreNoUtf8() throws Exception {
    run("sh", "-c", "printf content > \"$1/$(printf '\\377\\376')\"", "sh", source.toString());

    BackupReport report = repository.backup(FileSource.of(source)).run();
    repository.restore(report.snapshot()).to(target).run();

    assertThat(run("ls", "-1b", FileTree.restored(target, source).toString()))
        .isEqualTo("\\377\\376\n");
  }

  @Test
  void holdsAFifoWithoutOpeningIt() throws Exception {
    FileTree.write(source.resolve("file"), "content");
    run("mkfifo", source.resolve("fifo").toString());

    BackupReport report = repository.backup(FileSource.of(source)).run();

    assertThat(report.problems()).isEmpty();
    assertThat(repository.snapshots().pick(report.snapshot()).files()).isEqualTo(1);
    List<EntryKind> kinds = new ArrayList<>();
    EntryPath fifo = EntryPath.parse(source.resolve("fifo").toString());
    repository.list(report.snapshot(), fifo, entry -> kinds.add(entry.metadata().kind()));
    assertThat(kinds).containsExactly(EntryKind.FIFO);
  }

  private BackupReport assertComesBack() throws IOException {
    BackupReport report = repository.backup(FileSource.of(source)).run();
    assertThat(report.problems()).isEmpty();
    FileTree.assertRestores(repository, report.snapshot(), source, target);
    return report;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
