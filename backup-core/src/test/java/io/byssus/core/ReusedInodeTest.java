package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that take the inode number, or the name, of a file with hard links during a backup. */
@EnabledOnOs(OS.LINUX)
class ReusedInodeTest {
  private static final int SMALL = 5000;
  private static final int LARGE = 3 << 20;
  private static final long REUSED = 77;
  private static final Instant EARLY = Instant.parse("2024-02-29T12:00:00.000000001Z");
  private static final Instant LATE = Instant.parse("2024-02-29T12:00:01.000000001Z");

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
    target = directory.resolve("target");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** A source that says that some names have one inode number, and when each was changed. */
  private WatchedSource reusing(Map<String, Instant> changed) {
    return new WatchedSource(FileSource.of(source)) {
      @Override
      EntryMetadata metadata(String name, EntryMetadata actual) {
        Instant time = changed.get(name);
        return time == null
            ? actual
            : actual.toBuilder()
                .identity(REUSED, actual.device())
                .links(2)
                .modified(EARLY)
                .changed(time)
                .build();
      }
    };
  }

  private BackupReport restored(WatchedSource watched) {
    BackupReport report = repository.backup(watched).run();
    assertThat(report.problems()).isEmpty();
    restore(report.snapshot());
    return report;
  }

  private void restore(SnapshotId snapshot) {
    repository.restore(snapshot).from(source.toString()).to(target).run();
  }

  private Object inode(String name) throws IOException {
    return Files.getAttribute(target.resolve(name), "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void aFileThatTookTheNumberOfALinkedOneIsReadItselfAndNotLinked() throws IOException {
    FileTree.write(source.resolve("a/first"), FileTree.random(1, SMALL));
    FileTree.write(source.resolve("z/later"), FileTree.random(2, SMALL));

    BackupReport report = restored(reusing(Map.of("first", EARLY, "later", LATE)));

    assertThat(target.resolve("a/first")).hasBinaryContent(FileTree.random(1, SMALL));
    assertThat(target.resolve("z/later")).hasBinaryContent(FileTree.random(2, SMALL));
    assertThat(inode("a/first")).isNotEqualTo(inode("z/later"));
    assertThat(repository.snapshots().pick(report.snapshot()).size().bytes()).isEqualTo(2 * SMALL);
  }

  @Test
  void filesOfOneNumberAreToldApartAlsoWhenAllNamesOfTheFirstWereMet() throws IOException {
    Path first = FileTree.write(source.resolve("a/first"), FileTree.random(1, LARGE));
    Files.createLink(source.resolve("a/second"), first);
    Path third = FileTree.write(source.resolve("z/third"), FileTree.random(2, LARGE));
    Files.createLink(source.resolve("z/fourth"), third);

    restored(reusing(Map.of("first", EARLY, "second", EARLY, "third", LATE, "fourth", LATE)));

    assertThat(target.resolve("a/second")).hasBinaryContent(FileTree.random(1, LARGE));
    assertThat(target.resolve("z/fourth")).hasBinaryContent(FileTree.random(2, LARGE));
    assertThat(inode("a/first")).isEqualTo(inode("a/second"));
    assertThat(inode("z/third")).isEqualTo(inode("z/fourth"));
    assertThat(inode("a/first")).isNotEqualTo(inode("z/third"));
  }

  @Test
  void filesOfOneNumberAndOneTickOfTheClockAreNotLinkedIfTheirContentDiffers() throws IOException {
    Instant now = Instant.now().plus(Duration.ofHours(1));
    FileTree.write(source.resolve("a/first"), FileTree.random(1, SMALL));
    FileTree.write(source.resolve("z/later"), FileTree.random(2, SMALL));

    restored(reusing(Map.of("first", now, "later", now)));

    assertThat(target.resolve("a/first")).hasBinaryContent(FileTree.random(1, SMALL));
    assertThat(target.resolve("z/later")).hasBinaryContent(FileTree.random(2, SMALL));
    assertThat(inode("a/first")).isNotEqualTo(inode("z/later"));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void anotherNameIsReadItselfIfTheFirstBecameAnotherFile(int size) throws IOException {
    Path first = FileTree.write(source.resolve("m/first"), FileTree.random(1, size));
    Files.createLink(source.resolve("m/second"), first);
    Path other = FileTree.write(source.resolveSibling("other"), FileTree.random(2, size));
    FileTree.settle();
    AtomicBoolean done = new AtomicBoolean();

    restored(
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeOpen(String name) throws IOException {
            if (name.equals("first") && done.compareAndSet(false, true)) {
              Files.move(other, first, StandardCopyOption.ATOMIC_MOVE);
            }
          }
        });

    assertThat(target.resolve("m/first")).hasBinaryContent(FileTree.random(2, size));
    assertThat(target.resolve("m/second")).hasBinaryContent(FileTree.random(1, size));
    assertThat(inode("m/first")).isNotEqualTo(inode("m/second"));
  }

  @Test
  void anotherNameIsReadItselfIfTheFirstVanished() throws IOException {
    Path first = FileTree.write(source.resolve("m/first"), FileTree.random(1, SMALL));
    Files.createLink(source.resolve("m/second"), first);
    FileTree.settle();

    BackupReport report =
        repository
            .backup(
                new WatchedSource(FileSource.of(source)) {
                  @Override
                  void beforeOpen(String name) throws IOException {
                    if (name.equals("first")) {
                      Files.delete(first);
                    }
                  }
                })
            .run();
    restore(report.snapshot());

    assertThat(report.problems())
        .extracting(problem -> problem.path().toString())
        .containsExactly(first.toString());
    assertThat(target.resolve("m/first")).doesNotExist();
    assertThat(target.resolve("m/second")).hasBinaryContent(FileTree.random(1, SMALL));
  }

  @Test
  void namesOfAFileThatChangedBetweenThemAreLinkedAgainIfBothWereReadAfterIt() throws IOException {
    Path first = FileTree.write(source.resolve("m/first"), FileTree.random(1, SMALL));
    Files.createLink(source.resolve("m/second"), first);
    FileTree.settle();
    AtomicBoolean done = new AtomicBoolean();

    restored(
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeOpen(String name) throws IOException {
            if (name.equals("first") && done.compareAndSet(false, true)) {
              Files.write(first, FileTree.random(3, SMALL));
            }
          }
        });

    assertThat(target.resolve("m/second")).hasBinaryContent(FileTree.random(3, SMALL));
    assertThat(inode("m/first")).isEqualTo(inode("m/second"));
  }
}
