package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.PartialRestore;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.restore.RestoreReport.Missing;
import io.byssus.core.restore.RestoreReport.Outcome;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the report of a restore says that did not come to its end. */
@Timeout(120)
class FailedRestoreTest {
  private static final int FILES = 40;
  private static final int SIZE = 300_000;

  private final FaultyStore store = FaultyStore.around(InMemoryStore.create());
  private final BackupRepository repository = Repositories.create(store);
  private final Path directory;
  private final Path source;
  private final Path target;
  private SnapshotId snapshot;

  FailedRestoreTest(@TempDir Path directory) {
    this.directory = directory;
    this.source = directory.resolve("source");
    this.target = directory.resolve("target");
  }

  /** A file of two names is met early, so that its second name is restored too. */
  @BeforeEach
  void backUp() throws IOException {
    for (int i = 0; i < FILES; i++) {
      FileTree.write(source.resolve("file " + i), FileTree.random(i, SIZE));
    }
    Files.createLink(source.resolve("file 0 again"), source.resolve("file 0"));
    snapshot = repository.backup(FileSource.of(source)).run().snapshot();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Restore restore(Path into) {
    return repository.restore(snapshot).to(into);
  }

  private long readsOfAWholeRestore() {
    long before = store.requests(StoreOperation.READ);
    restore(directory.resolve("all")).run();
    return store.requests(StoreOperation.READ) - before;
  }

  private void failAfter(long reads) {
    long first = store.requests(StoreOperation.READ) + reads + 1;
    store.inject(Fault.accessDenied(), Trigger.callsFrom(StoreOperation.READ, first));
  }

  private static RestoreReport partial(Throwable failure) {
    return PartialRestore.of(failure).orElseThrow().report();
  }

  @Test
  void saysHowMuchIsMissingWhenTheStoreFailsHalfWay() {
    failAfter(readsOfAWholeRestore() / 2);

    RestoreReport stopped = partial(catchThrowable(() -> restore(target).run()));

    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.complete()).isFalse();
    assertThat(stopped.files()).isBetween(3L, FILES - 1L);
    Missing missing = stopped.missing().orElseThrow();
    assertThat(missing.files()).isEqualTo(FILES + 1 - stopped.files());
    assertThat(missing.bytes()).isEqualTo(DataSize.ofBytes(missing.files() * SIZE));
    assertThat(stopped.toString()).contains(missing.files() + " files (" + missing.bytes());

    store.heal();
    RestoreReport completed = restore(target).run();
    assertThat(completed.missing()).isEmpty();
    assertThat(completed.files()).isEqualTo(FILES + 1);
  }

  @Test
  void saysNothingOfWhatIsMissingOfAPartThatNobodyCounted() {
    failAfter(readsOfAWholeRestore() / 2);

    RestoreReport stopped = partial(catchThrowable(() -> restore(target).include("file*").run()));

    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.missing()).isEmpty();
  }

  @Test
  void countsNothingThatWasTakenBackWhenItWasStopped() {
    failAfter(readsOfAWholeRestore() / 2);

    RestoreReport report = partial(catchThrowable(() -> restore(target).rollbackOnFailure().run()));

    assertNothingIsCounted(report);
    assertThat(report.problems()).isEmpty();
    assertThat(FileTree.restored(target, source)).doesNotExist();
  }

  @Test
  void countsNothingThatWasTakenBackButNamesWhatWentWrong() throws IOException {
    Files.createDirectories(target.resolve("file 1/in the way"));
    Map<String, String> before = FileTree.describe(target);

    Throwable failure =
        catchThrowable(() -> restore(target).from(source.toString()).rollbackOnFailure().run());

    assertThat(failure)
        .isInstanceOfSatisfying(
            IncompleteRestoreException.class,
            e -> {
              assertNothingIsCounted(e.report());
              assertThat(e.report().problemCount()).isEqualTo(1);
              assertThat(e.report().problems()).hasSize(1);
            });
    assertThat(FileTree.describe(target)).isEqualTo(before);
  }

  private static void assertNothingIsCounted(RestoreReport report) {
    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.complete()).isFalse();
    assertThat(report.files()).isZero();
    assertThat(report.filesUnchanged()).isZero();
    assertThat(report.directories()).isZero();
    assertThat(report.links() + report.others()).isZero();
    assertThat(report.kept() + report.deleted() + report.unreached()).isZero();
    assertThat(report.bytes()).isEqualTo(DataSize.ZERO);
    assertThat(report.bytesWritten()).isEqualTo(DataSize.ZERO);
    assertThat(report.bytesReused()).isEqualTo(DataSize.ZERO);
    assertThat(report.missing()).isEmpty();
  }
}
