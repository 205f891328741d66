package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.DataSize;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.snapshot.SnapshotEntry;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Backups in other locales, and where no system calls can be made. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class OtherSurroundingsTest {
  private static final String[] NO_SYSTEM_CALLS = {
    "-Djna.nounpack=true", "-Djna.boot.library.path=/"
  };
  private static final String ACCESS_LIST = "system.posix_acl_access";
  private static final String DEFAULT_LIST = "system.posix_acl_default";

  private Path directory;
  private Path source;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    source = temporary.resolve("source");
  }

  private String backUp(String store, Map<String, String> environment, String... options)
      throws Exception {
    ProcessBuilder child =
        ChildJvm.command(
            ChildJvm.running(),
            List.of(options),
            OtherSurroundings.class,
            directory.resolve(store).toString(),
            source.toString());
    child.environment().putAll(environment);
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Map<String, SnapshotEntry> stored(String store) {
    Map<String, SnapshotEntry> entries = new TreeMap<>();
    try (BackupRepository repository = Repositories.open(directory.resolve(store))) {
      repository.list(
          repository.snapshots().latest().orElseThrow().id(),
          EntryPath.parse(source.toString()),
          entry -> entries.put(entry.path().toString(), entry));
    }
    return entries;
  }

  @Test
  void aSnapshotIsTheSameInEveryLocale() throws Exception {
    EveryKindTree tree = EveryKindTree.plant(source);
    tree.assertPresent(TreeFacts.of(source));
    FileTree.settle();

    String inC = backUp("c", Map.of("LC_ALL", "C", "LANG", "C"));
    String inUtf8 = backUp("utf8", Map.of("LC_ALL", "C.UTF-8", "LANG", "C.UTF-8"));

    assertThat(inC).isEqualTo(inUtf8).doesNotContain("not kept");
    assertThat(stored("c")).isEqualTo(stored("utf8")).hasSizeGreaterThan(60);
  }

  @Test
  void withoutSystemCallsTheReportSaysWhatMayBeMissing() throws Exception {
    Path file = FileTree.write(source.resolve("file"), FileTree.random(1, 700_000));
    Files.createDirectories(source.resolve("directory"));
    try (RandomAccessFile sparse = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1 << 20);
    }
    FileTree.write(source.resolve("too small for a hole"), "small");
    posix(file, "user.kept");
    posix(source.resolve("directory"), "user.kept");
    new ProcessBuilder("mkfifo", source.resolve("fifo").toString()).start().waitFor();
    FileTree.settle();

    String said = backUp("store", Map.of(), NO_SYSTEM_CALLS);

    assertThat(said)
        .contains("not kept: extended attributes outside user.*, if there are any")
        .contains("not kept: holes of sparse files, if there are any of 2 entries: system calls")
        .contains("again not kept: holes of sparse files, if there are any of 2 entries")
        .contains("system calls can't be made")
        .contains("0 problems, 0");
    Map<String, SnapshotEntry> entries = stored("store");
    for (String name : List.of("file", "directory")) {
      assertThat(attributes(source.resolve(name)).value("user.kept")).containsExactly(7);
    }
    assertThat(entries).containsKey(source.resolve("fifo").toString());
  }

  @Test
  void whatCouldNotBeReadIsNamedEachTimeAndStoredAsSoonAsItCanBeWithoutReadingFilesAgain()
      throws Exception {
    Path file = FileTree.write(source.resolve("file"), FileTree.random(1, 700_000));
    Path below = source.resolve("below");
    Path small = FileTree.write(below.resolve("small"), "small");
    Path link = Files.createSymbolicLink(source.resolve("link"), Path.of("file"));
    List<Path> all = List.of(source, file, below, small, link);
    for (Path path : List.of(file, below, small)) {
      posix(path, "user.kept");
    }
    posix(file, ACCESS_LIST, EveryKindTree.accessList());
    posix(below, DEFAULT_LIST, EveryKindTree.accessList()); // its own would close it to its owner
    FileTree.settle();

    String said = backUp("store", Map.of(), NO_SYSTEM_CALLS);

    String missing = "not kept: extended attributes outside user.*, if there are any of ";
    int entries = all.size() + source.getNameCount() - 1;
    assertThat(said)
        .contains(missing + entries + " entries")
        .contains("again " + missing + entries + " entries");
    assertThat(attributes(file).names()).containsExactly("user.kept");

    try (BackupRepository repository = Repositories.open(directory.resolve("store"))) {
      WatchedSource watched = new WatchedSource(FileSource.of(source));
      BackupReport report = repository.backup(watched).run();
      assertThat(report.notKept()).isEmpty();
      assertThat(report.filesUnmodified()).isEqualTo(2);
      assertThat(report.bytesNew()).isEqualTo(DataSize.ZERO);
      assertThat(watched.opened()).isEmpty();
    }
    Map.of(file, ACCESS_LIST, below, DEFAULT_LIST)
        .forEach(
            (path, list) -> {
              assertThat(attributes(path).names()).containsExactly(list, "user.kept");
              assertThat(attributes(path).value(list)).isEqualTo(EveryKindTree.accessList());
            });
    assertNothingIsAskedForAgain();
  }

  @Test
  void aRestoreLeavesAttributesThatTheSnapshotCouldNotRead() throws Exception {
    Path file = FileTree.write(source.resolve("file"), "content");
    Path below = source.resolve("below");
    Path removed = FileTree.write(below.resolve("removed"), "has no list");
    posix(file, "user.kept");
    posix(file, ACCESS_LIST, EveryKindTree.accessList());
    posix(below, DEFAULT_LIST, EveryKindTree.accessList());
    FileTree.settle();
    backUp("store", Map.of(), NO_SYSTEM_CALLS);
    assertThat(attributes(file).isPartial()).isTrue();

    posix(file, "user.later");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    posix(file, "user.kept", new byte[] {8});
    Files.delete(removed);
    restoreInPlace();

    assertThat(attributeNames(file)).containsExactly(ACCESS_LIST, "user.kept", "user.later");
    assertThat(attributeNames(below)).containsExactly(DEFAULT_LIST);
    assertThat(attributeNames(removed)).as("what the directory hands down").isEmpty();
    try (BackupRepository repository = Repositories.open(directory.resolve("store"))) {
      repository.backup(FileSource.of(source)).run();
    }
    assertThat(attributes(file).value("user.kept")).containsExactly(7);
    assertThat(attributes(file).isPartial()).isFalse();

    posix(file, "user.extra");
    restoreInPlace();
    assertThat(attributeNames(file)).containsExactly(ACCESS_LIST, "user.kept", "user.later");
  }

  private void restoreInPlace() {
    try (BackupRepository repository = Repositories.open(directory.resolve("store"))) {
      repository
          .restore(repository.snapshots().latest().orElseThrow().id())
          .include(source.toString())
          .to(Path.of("/"))
          .run();
    }
  }

  private static List<String> attributeNames(Path path) throws IOException {
    return Posix.find().orElseThrow().attributeNames(PathBytes.of(path)).stream()
        .map(name -> new String(name, StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  private ExtendedAttributes attributes(Path path) {
    return Objects.requireNonNull(stored("store").get(path.toString())).metadata().attributes();
  }

  private void assertNothingIsAskedForAgain() {
    List<String> asked = new ArrayList<>();
    WatchedSource watched =
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeAttributes(SourceEntry entry) {
            asked.add(entry.path().toString());
          }
        };
    try (BackupRepository repository = Repositories.open(directory.resolve("store"))) {
      repository.backup(watched).run();
    }
    assertThat(asked).noneMatch(path -> path.startsWith(source.toString()));
  }

  private static void posix(Path path, String attribute) throws IOException {
    posix(path, attribute, new byte[] {7});
  }

  private static void posix(Path path, String attribute, byte[] value) throws IOException {
    Posix.find()
        .orElseThrow()
        .setAttribute(PathBytes.of(path), attribute.getBytes(StandardCharsets.UTF_8), value);
  }
}
