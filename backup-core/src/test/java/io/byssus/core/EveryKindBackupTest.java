package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.snapshot.SnapshotEntry;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot holds beside the content of ordinary files. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class EveryKindBackupTest {
  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private final MetadataReader reader = MetadataReader.of(Path.of("/").getFileSystem());
  private final Posix posix = Posix.find().orElseThrow();
  private Path source;

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Map<String, SnapshotEntry> entries(BackupReport report, Path below) {
    Map<String, SnapshotEntry> entries = new HashMap<>();
    repository.list(
        report.snapshot(),
        EntryPath.parse(below.toString()),
        entry -> entries.put(entry.path().toString(), entry));
    return entries;
  }

  private EntryMetadata metadata(BackupReport report, Path path) {
    return Objects.requireNonNull(entries(report, path).get(path.toString())).metadata();
  }

  private void attribute(Path path, String name, byte[] value) throws IOException {
    posix.setAttribute(PathBytes.of(path), name.getBytes(StandardCharsets.UTF_8), value);
  }

  @Test
  void aSnapshotHoldsTheMetadataOfEveryKindOfEntry() throws IOException {
    EveryKindTree tree = EveryKindTree.plant(source);
    tree.assertPresent(TreeFacts.of(source));
    boolean readsAll = tree.plantedByRoot();

    BackupReport report = repository.backup(FileSource.of(source)).allowIncomplete().run();

    assertThat(report.notKept()).isEmpty();
    assertThat(report.problems()).hasSize(readsAll ? 0 : 1);
    Map<String, SnapshotEntry> stored = entries(report, source);
    int compared = 0;
    try (var files = Files.walk(source)) {
      for (Path file : files.toList()) {
        EntryMetadata actual = reader.read(file, LinkOption.NOFOLLOW_LINKS);
        SnapshotEntry entry = stored.get(name(file));
        if (entry == null && actual.permissions() == 0 && !readsAll) {
          continue;
        }
        EntryMetadata found = Objects.requireNonNull(entry, file.toString()).metadata();
        assertThat(found)
            .as(file.toString())
            .isEqualTo(
                actual.toBuilder()
                    .identity(actual.inode(), found.device())
                    .attributes(attributes(file))
                    .build());
        compared++;
      }
    }
    assertThat(stored).hasSize(compared);
  }

  private static String name(Path file) {
    StringBuilder name = new StringBuilder();
    for (Path part : file) {
      name.append('/').append(EntryName.of(PathBytes.ofName(part)));
    }
    return name.toString();
  }

  private ExtendedAttributes attributes(Path file) throws IOException {
    Map<String, byte[]> values = new HashMap<>();
    for (byte[] name : posix.attributeNames(PathBytes.of(file))) {
      values.put(
          new String(name, StandardCharsets.UTF_8), posix.attribute(PathBytes.of(file), name));
    }
    return ExtendedAttributes.of(values);
  }

  @Test
  void aDeviceKeepsItsNumber() throws IOException {
    Path device = Path.of("/dev/null");

    BackupReport report = repository.backup(FileSource.of(device)).run();

    EntryMetadata stored = metadata(report, device);
    assertThat(stored.kind()).isEqualTo(EntryKind.CHARACTER_DEVICE);
    assertThat(stored.deviceNumber()).contains(new DeviceNumber(1, 3));
    assertThat(stored.ownerName()).isEqualTo("root");
  }

  @Test
  void anUnchangedTreeIsNotReadAgainAndKeepsItsAttributes() throws IOException {
    EveryKindTree.plant(source);
    FileTree.settle();
    CountingSource counting = new CountingSource(source);
    BackupReport first = repository.backup(counting).allowIncomplete().run();
    int asked = counting.asked.getAndSet(0);
    List<String> openedFirst = counting.opened();

    BackupReport second = repository.backup(counting).allowIncomplete().run();

    assertThat(asked).isGreaterThan(50);
    assertThat(counting.asked).hasValue(0);
    // Only what could not be read, and so is not in the first snapshot, is tried again.
    assertThat(counting.opened()).hasSize(openedFirst.size() + first.problems().size());
    assertThat(second.bytesNew().bytes()).isZero();
    assertThat(entries(second, source)).isEqualTo(entries(first, source));
    repository.check().run();
  }

  private static final class CountingSource extends WatchedSource {
    private final AtomicInteger asked = new AtomicInteger();

    CountingSource(Path source) {
      super(FileSource.of(source));
    }

    @Override
    void beforeAttributes(SourceEntry entry) {
      // What leads to the source is not ours, and may have changed.
      if (entry.path().toString().contains("/source/")) {
        asked.incrementAndGet();
      }
    }
  }

  @Test
  void aChangedAttributeIsInTheNextSnapshot() throws IOException {
    Path file = FileTree.write(source.resolve("below/file"), "content");
    attribute(file, "user.a", new byte[] {1});
    repository.backup(FileSource.of(source)).run();
    FileTree.settle();
    attribute(file, "user.a", new byte[] {2});
    attribute(source.resolve("below"), "user.b", new byte[] {3});

    BackupReport report = repository.backup(FileSource.of(source)).run();

    assertThat(metadata(report, file).attributes().value("user.a")).containsExactly(2);
    assertThat(metadata(report, source.resolve("below")).attributes().value("user.b"))
        .containsExactly(3);
  }

  @Test
  void theNamesOfOneFileAreReadOnceAndCountedOnce() throws IOException {
    Path first = FileTree.write(source.resolve("a/first"), FileTree.random(1, 700_000));
    Files.createDirectories(source.resolve("b"));
    Files.createLink(source.resolve("b/second"), first);
    Files.createLink(source.resolve("third"), first);
    Path small = FileTree.write(source.resolve("small 1"), "small");
    Files.createLink(source.resolve("small 2"), small);
    FileTree.settle();
    WatchedSource watched = new WatchedSource(FileSource.of(source));

    BackupReport report = repository.backup(watched).run();
    BackupReport again = repository.backup(watched).run();

    assertThat(watched.opened()).containsExactlyInAnyOrder("first", "small 1");
    for (BackupReport each : List.of(report, again)) {
      var snapshot = repository.snapshots().pick(each.snapshot());
      assertThat(snapshot.files()).isEqualTo(5);
      assertThat(snapshot.size().bytes()).isEqualTo(700_005);
      assertThat(each.bytesProcessed().bytes()).isEqualTo(700_005);
      EntryMetadata one = metadata(each, first);
      EntryMetadata other = metadata(each, source.resolve("third"));
      assertThat(one.links()).isEqualTo(3);
      assertThat(List.of(other.inode(), other.device(), other.links(), other.size()))
          .isEqualTo(List.of(one.inode(), one.device(), one.links(), one.size()));
    }
    FileTree.assertRestores(repository, report.snapshot(), source, source.resolveSibling("target"));
  }

  @Test
  void holesOfATebibyteAreNeitherReadNorStored() throws IOException {
    Path file = Files.createDirectories(source).resolve("sparse");
    long size = 1L << 40;
    byte[] data = FileTree.random(3, 3 << 20);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(data);
      out.seek(size / 2);
      out.write(data, 0, 5000);
      out.seek(size - 10);
      out.write(data, 0, 10);
    }
    FileTree.settle();

    BackupReport report = repository.backup(FileSource.of(source)).run();
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    BackupReport again = repository.backup(watched).run();

    assertThat(metadata(report, file).size()).isEqualTo(size);
    assertThat(report.bytesProcessed().bytes()).isEqualTo(size);
    assertThat(report.bytesNew().bytes()).isLessThan(4 << 20);
    assertThat(report.duration()).isLessThan(Duration.ofSeconds(60));
    assertThat(watched.opened()).isEmpty();
    assertThat(again.filesUnmodified()).isEqualTo(1);
    assertThat(repository.check().run().healthy()).isTrue();
  }

  @Test
  void aFileWithThousandsOfHolesComesBack() throws IOException {
    Path file = Files.createDirectories(source).resolve("sparse");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < 3000; i++) {
        out.seek(i * 16_384L + 8192);
        out.write(FileTree.random(i, 4096));
      }
      out.setLength(3000 * 16_384L);
    }

    BackupReport report = repository.backup(FileSource.of(source)).run();

    assertThat(report.bytesNew().bytes()).isLessThan(15_000_000);
    FileTree.assertRestores(repository, report.snapshot(), source, source.resolveSibling("target"));
  }

  @Test
  void aPathBeyondWhatTheSystemOpensIsNamed() throws Exception {
    Files.createDirectories(source);
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "i=0; while [ $i -lt 25 ]; do mkdir $1; cd -P $1; i=$((i + 1)); done; echo x > file",
                "sh",
                "d".repeat(200))
            .directory(source.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor()).isZero();
    try {
      BackupReport report = repository.backup(FileSource.of(source)).allowIncomplete().run();

      assertThat(report.problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.kind()).isEqualTo(BackupProblem.Kind.UNREADABLE);
                assertThat(problem.message()).contains("its path is", "bytes long");
              });
      assertThat(entries(report, source)).hasSizeGreaterThan(15);
    } finally {
      // Java can't delete it either.
      new ProcessBuilder("rm", "-rf", source.toString()).start().waitFor();
    }
  }

  @Test
  void aRootIsReadFromASnapshotOfItsVolumeAndStoredUnderItsRealPath() throws IOException {
    Path volume = Files.createDirectories(source.resolve("volume"));
    FileTree.write(volume.resolve("shop/file"), "now");
    Path mounted = source.resolveSibling("mounted");
    FileTree.write(mounted.resolve("shop/file"), "then");

    BackupReport report =
        repository
            .backup(FileSource.of(volume.resolve("shop")).readFrom(volume, mounted))
            .origin("shop")
            .run();

    Path target = source.resolveSibling("target");
    repository.restore(report.snapshot()).to(target).run();
    assertThat(FileTree.restored(target, volume.resolve("shop/file"))).hasContent("then");
    assertThat(FileTree.restored(target, mounted)).doesNotExist();
  }

  @Test
  void aSourceThatCanNotReadAnAttributeIsNotKeptButComplete() throws IOException {
    FileTree.write(source.resolve("1"), "one");
    FileTree.write(source.resolve("2"), "two");
    WatchedSource limited =
        new WatchedSource(FileSource.of(source)) {
          @Override
          void omitted(SourceEntry entry, SourceSession.Omissions omissions) {
            if (entry.metadata().kind() == EntryKind.FILE) {
              omissions.add("security.capability", "permission denied");
            }
          }
        };

    BackupReport report = repository.backup(limited).run();

    assertThat(report.complete()).isTrue();
    assertThat(report.notKept())
        .singleElement()
        .satisfies(
            omission -> {
              assertThat(omission.what()).isEqualTo("security.capability");
              assertThat(omission.reason()).isEqualTo("permission denied");
              assertThat(omission.count()).isEqualTo(2);
              assertThat(omission.first()).hasSize(2);
            });
  }
}
