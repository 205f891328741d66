package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.Source;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.IncompleteBackupException;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that vanish, change or can't be read while a backup reads them. */
class ChangingSourceTest {
  /** One that is read by the worker itself, and one that is read block by block. */
  private static final int SMALL = 5000;

  private static final int LARGE = 20 << 20;

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private Path source;
  private Path target;
  private Path victim;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    FileTree.write(source.resolve("a/first"), "first");
    FileTree.write(source.resolve("z/last"), FileTree.random(2, 700_000));
    victim = source.resolve("m/victim");
    FileTree.write(victim, FileTree.random(1, SMALL));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void leavesOutAFileThatVanished() throws IOException {
    BackupReport report =
        repository
            .backup(
                new WatchedSource(FileSource.of(source)) {
                  @Override
                  void beforeOpen(String name) throws IOException {
                    if (name.equals("victim")) {
                      Files.delete(victim);
                    }
                  }
                })
            .run();

    assertOnlyProblem(report, BackupProblem.Kind.VANISHED, victim);
    assertThat(report.complete()).isTrue();
    assertThat(restored(report)).doesNotExist();
    assertRestRestores(report);
  }

  @Test
  void leavesOutADirectoryThatVanished() throws IOException {
    BackupReport report =
        repository
            .backup(
                new WatchedSource(FileSource.of(source)) {
                  @Override
                  EntryMetadata metadata(String name, EntryMetadata actual) {
                    try {
                      if (name.equals("m") && Files.deleteIfExists(victim)) {
                        Files.delete(victim.getParent());
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                    return actual;
                  }
                })
            .run();

    assertOnlyProblem(report, BackupProblem.Kind.VANISHED, source.resolve("m"));
    assertRestRestores(report);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void readsAFileAgainThatGrewMeanwhile(int size) throws IOException {
    FileTree.write(victim, FileTree.random(1, size));

    BackupReport report =
        repository
            .backup(meddling(() -> Files.write(victim, new byte[1000], StandardOpenOption.APPEND)))
            .run();

    assertThat(report.problems()).isEmpty();
    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void readsAFileAgainThatWasCutMeanwhile(int size) throws IOException {
    FileTree.write(victim, FileTree.random(1, size));

    BackupReport report =
        repository
            .backup(
                meddling(
                    () -> {
                      try (FileChannel file = FileChannel.open(victim, StandardOpenOption.WRITE)) {
                        file.truncate(size / 3);
                      }
                    }))
            .run();

    assertThat(report.problems()).isEmpty();
    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void readsAFileAgainThatWasWrittenInPlaceMeanwhile(int size) throws IOException {
    FileTree.write(victim, FileTree.random(1, size));
    FileTree.settle();

    BackupReport report =
        repository
            .backup(
                meddling(
                    () -> Files.write(victim, FileTree.random(9, size), StandardOpenOption.WRITE)))
            .run();

    assertThat(report.problems()).isEmpty();
    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void saysThatAFileChangedEachTimeItWasRead(int size) throws IOException {
    FileTree.write(victim, FileTree.random(1, size));
    AtomicBoolean done = new AtomicBoolean();
    WatchedSource growing =
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeOpen(String name) {
            done.set(false);
          }

          @Override
          void beforeRead(String name, long position) throws IOException {
            if (name.equals("victim") && position > 0 && done.compareAndSet(false, true)) {
              Files.write(victim, new byte[1000], StandardOpenOption.APPEND);
            }
          }
        };

    BackupReport report = repository.backup(growing).run();

    assertThat(growing.opened()).filteredOn("victim"::equals).hasSize(3);
    assertOnlyProblem(report, BackupProblem.Kind.CHANGED, victim);
    assertIsReadAgain();
  }

  @Test
  void keepsWhatWasReadOfAFileThatVanishedBeforeItCouldBeReadAgain() throws IOException {
    byte[] content = Files.readAllBytes(victim);
    BackupReport report =
        repository
            .backup(
                new WatchedSource(FileSource.of(source)) {
                  private boolean opened;

                  @Override
                  void beforeOpen(String name) throws IOException {
                    if (name.equals("victim") && opened) {
                      Files.delete(victim);
                    }
                    opened |= name.equals("victim");
                  }

                  @Override
                  void beforeRead(String name, long position) throws IOException {
                    if (name.equals("victim") && position == 0) {
                      Files.write(victim, new byte[1], StandardOpenOption.APPEND);
                    }
                  }
                })
            .run();

    assertOnlyProblem(report, BackupProblem.Kind.CHANGED, victim);
    assertThat(Files.readAllBytes(restored(report))).startsWith(content);
  }

  @Test
  void keepsTheSnapshotWhenAFileCanNotBeOpened() throws IOException {
    WatchedSource denied =
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeOpen(String name) throws IOException {
            if (name.equals("victim")) {
              throw new AccessDeniedException(name);
            }
          }
        };

    IncompleteBackupException failure =
        catchThrowableOfType(
            IncompleteBackupException.class, () -> repository.backup(denied).run());
    BackupReport allowed = repository.backup(denied).allowIncomplete().run();

    assertThat(failure)
        .hasMessageContaining("an entry of the source")
        .hasMessageContaining("victim")
        .hasMessageEndingWith(": permission denied");
    for (BackupReport report : List.of(failure.report(), allowed)) {
      assertOnlyProblem(report, BackupProblem.Kind.UNREADABLE, victim);
      assertThat(report.complete()).isFalse();
      assertThat(repository.snapshots().pick(report.snapshot()).files()).isEqualTo(2);
      assertThat(restored(report)).doesNotExist();
      assertRestRestores(report);
    }
    assertIsReadAgain();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void leavesOutAFileOfWhichAPartCanNotBeRead(int size) throws IOException {
    FileTree.write(victim, FileTree.random(1, size));

    BackupReport report =
        repository
            .backup(
                new WatchedSource(FileSource.of(source)) {
                  @Override
                  void beforeRead(String name, long position) throws IOException {
                    if (name.equals("victim") && position >= Math.min(size, LARGE / 2)) {
                      throw new IOException("Input/output error");
                    }
                  }
                })
            .allowIncomplete()
            .run();

    assertOnlyProblem(report, BackupProblem.Kind.UNREADABLE, victim);
    assertThat(report.problems().get(0).message()).contains("Input/output error");
    assertThat(restored(report)).doesNotExist();
    assertRestRestores(report);
    assertIsReadAgain();
  }

  @Test
  void storesTheOtherRootsWhenOneIsNotThere() throws IOException {
    Path missing = source.resolveSibling("lost").resolve("mount");

    IncompleteBackupException failure =
        catchThrowableOfType(
            IncompleteBackupException.class,
            () -> repository.backup(FileSource.of(source, missing)).run());
    BackupReport allowed =
        repository.backup(FileSource.of(source, missing)).allowIncomplete().run();

    assertThat(failure).hasMessageContaining("there is no such file");
    for (BackupReport report : List.of(failure.report(), allowed)) {
      assertOnlyProblem(report, BackupProblem.Kind.MISSING, missing);
      assertThat(report.complete()).isFalse();
      assertRestRestores(report);
    }
    assertThat(allowed.parent()).contains(failure.report().snapshot());
  }

  @Test
  void saysWhenTheKernelCanNotReadAFile() throws IOException {
    // Reading the first page of a process's memory fails with EIO.
    Path unreadable = Path.of("/proc/" + ProcessHandle.current().pid() + "/mem");

    BackupReport report =
        repository.backup(FileSource.of(source, unreadable)).allowIncomplete().run();

    assertOnlyProblem(report, BackupProblem.Kind.UNREADABLE, unreadable);
    assertRestRestores(report);
  }

  /** The tick of the clock may be that of the change; git calls such files racy. */
  @Test
  void readsAFileAgainWhoseTimeCouldNotHaveToldOfAChange() throws IOException {
    EntryMetadata[] frozen = new EntryMetadata[1];
    WatchedSource racy =
        new WatchedSource(FileSource.of(source)) {
          @Override
          EntryMetadata metadata(String name, EntryMetadata actual) {
            if (!name.equals("victim")) {
              return actual;
            }
            if (frozen[0] == null) {
              frozen[0] = at(actual, Instant.now().plusSeconds(3600));
            }
            return frozen[0];
          }
        };
    repository.backup(racy).run();
    FileTree.write(victim, FileTree.random(7, SMALL));

    BackupReport second = repository.backup(racy).run();

    assertThat(racy.opened()).filteredOn("victim"::equals).hasSize(2);
    assertThat(second.bytesNew().bytes()).isEqualTo(SMALL);
    repository.restore(second.snapshot()).to(target).run();
    assertThat(FileTree.restored(target, victim)).hasBinaryContent(FileTree.random(7, SMALL));
  }

  private static EntryMetadata at(EntryMetadata actual, Instant time) {
    return EntryMetadata.of(actual.kind())
        .permissions(actual.permissions())
        .owner(actual.uid(), actual.gid())
        .size(actual.size())
        .modified(time)
        .changed(time)
        .identity(actual.inode(), actual.device())
        .build();
  }

  private interface Meddling {
    void run() throws IOException;
  }

  /** Returns a source in which something happens once the first bytes of the victim are read. */
  private Source meddling(Meddling meddling) {
    AtomicBoolean done = new AtomicBoolean();
    return new WatchedSource(FileSource.of(source)) {
      @Override
      void beforeRead(String name, long position) throws IOException {
        if (name.equals("victim") && position > 0 && done.compareAndSet(false, true)) {
          meddling.run();
        }
      }
    };
  }

  private static void assertOnlyProblem(BackupReport report, BackupProblem.Kind kind, Path path) {
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).kind()).isEqualTo(kind);
    assertThat(report.problems().get(0).path()).hasToString(path.toString());
  }

  private Path restored(BackupReport report) {
    Path top = target.resolve(report.snapshot().hex());
    repository.restore(report.snapshot()).to(top).run();
    return FileTree.restored(top, victim);
  }

  private void assertRestRestores(BackupReport report) throws IOException {
    Path top = target.resolve("rest" + report.snapshot().hex());
    repository.restore(report.snapshot()).to(top).run();
    for (String rest : List.of("a", "z")) {
      assertThat(FileTree.describe(FileTree.restored(top, source.resolve(rest))))
          .isEqualTo(FileTree.describe(source.resolve(rest)));
    }
  }

  private void assertIsReadAgain() throws IOException {
    WatchedSource quiet = new WatchedSource(FileSource.of(source));
    BackupReport report = repository.backup(quiet).run();
    assertThat(quiet.opened()).contains("victim");
    assertThat(report.problems()).isEmpty();
    FileTree.assertRestores(repository, report.snapshot(), source, target.resolve("again"));
  }
}
