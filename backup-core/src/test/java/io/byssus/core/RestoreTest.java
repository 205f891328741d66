package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.byssus.api.DataSize;
import io.byssus.api.EntryNotFoundException;
import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import io.byssus.api.store.BlobKey;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  /** A byte in the first record of a pack, which all trees of a small backup share. */
  private static final int FIRST_RECORD = 200;

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path target;
  private BackupRepository repository;

  /** The packs of the first backup. */
  private final List<BlobKey> firstRun = new ArrayList<>();

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
    target = directory.resolve("target");
    repository = Repositories.create(store.sameBlobs());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void restoresEverythingAndCountsIt() throws IOException {
    FileTree.plantMixture(source, 1);
    SnapshotId snapshot = backup();

    RestoreReport report = repository.restore(snapshot).to(target).run();

    assertThat(FileTree.describe(restored())).isEqualTo(FileTree.describe(source));
    assertThat(report.complete()).isTrue();
    assertThat(report.files()).isEqualTo(211);
    assertThat(report.links()).isEqualTo(1);
    assertThat(report.bytes().bytes()).isEqualTo(sizeOfFiles(source));
    assertThat(report.snapshot()).isEqualTo(snapshot);
  }

  @Test
  void restoresEachSnapshotAsItWas() throws IOException {
    FileTree.write(source.resolve("changed"), "before");
    FileTree.write(source.resolve("removed"), "was there");
    SnapshotId first = backup();
    FileTree.settle();
    FileTree.write(source.resolve("changed"), "after it");
    Files.delete(source.resolve("removed"));
    SnapshotId second = backup();

    repository.restore(first).to(target.resolve("1")).run();
    repository.restore(second).to(target.resolve("2")).run();

    Path one = FileTree.restored(target.resolve("1"), source);
    Path two = FileTree.restored(target.resolve("2"), source);
    assertThat(one.resolve("changed")).hasContent("before");
    assertThat(one.resolve("removed")).hasContent("was there");
    assertThat(two.resolve("changed")).hasContent("after it");
    assertThat(two.resolve("removed")).doesNotExist();
  }

  @Test
  void restoresAPathAlone() throws IOException {
    plantThree();

    restoreOnly(source.resolve("orders/a.csv").toString());

    assertThat(filesBelow(target)).containsExactly(restored().resolve("orders/a.csv"));
    assertThat(restored().resolve("orders/a.csv")).hasContent("orders");
  }

  @Test
  void restoresADirectoryWithAllBelowIt() throws IOException {
    plantThree();

    restoreOnly(source.resolve("orders").toString());

    assertThat(filesBelow(target))
        .containsExactly(
            restored().resolve("orders/a.csv"), restored().resolve("orders/deep/er/b.txt"));
  }

  @Test
  void restoresWhatMatchesOneOfSomePatterns() throws IOException {
    plantThree();

    RestoreReport report = restoreOnly("*.csv", "er/*.txt");

    assertThat(filesBelow(target))
        .containsExactly(
            restored().resolve("bills/c.csv"),
            restored().resolve("orders/a.csv"),
            restored().resolve("orders/deep/er/b.txt"));
    assertThat(report.files()).isEqualTo(3);
    assertThat(report.bytes().bytes()).isEqualTo("ordersdeepbills".length());
  }

  @Test
  void restoresNothingIfNothingMatches() throws IOException {
    plantThree();

    assertThatThrownBy(() -> restoreOnly("*.doc"))
        .isInstanceOf(EntryNotFoundException.class)
        .hasMessageContaining("*.doc");

    assertThat(target).doesNotExist();
  }

  @Test
  void refusesAMalformedPatternWhenItIsGiven() throws IOException {
    plantThree();
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    Restore restore = repository.restore(snapshot);

    assertThatThrownBy(() -> restore.include("[x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed pattern '[x'");
  }

  private void plantThree() throws IOException {
    FileTree.write(source.resolve("orders/a.csv"), "orders");
    FileTree.write(source.resolve("orders/deep/er/b.txt"), "deep");
    FileTree.write(source.resolve("bills/c.csv"), "bills");
  }

  private RestoreReport restoreOnly(String... patterns) {
    Restore restore = repository.restore(backup()).to(target);
    for (String pattern : patterns) {
      restore.include(pattern);
    }
    return restore.run();
  }

  @Test
  void replacesFilesThatAreThereAndLeavesOthersAlone() throws IOException {
    FileTree.plantMixture(source, 2);
    SnapshotId snapshot = backup();
    FileTree.write(restored().resolve("large"), "something else");
    FileTree.write(restored().resolve("many/0/0"), FileTree.random(3, 100_000));
    FileTree.write(target.resolve("mine"), "not in the snapshot");

    repository.restore(snapshot).to(target).run();

    assertThat(FileTree.describe(restored())).isEqualTo(FileTree.describe(source));
    assertThat(target.resolve("mine")).hasContent("not in the snapshot");
  }

  @Test
  void reportsDamagedFilesAndRestoresTheOthers() throws IOException {
    SnapshotId snapshot = backUpTwo(3 << 20);
    Damage.flip(store, largestOf(firstRun));

    IncompleteRestoreException failure =
        catchThrowableOfType(
            IncompleteRestoreException.class, () -> repository.restore(snapshot).to(target).run());

    assertThat(failure.report().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(RestoreProblem.Kind.DAMAGED);
              assertThat(problem.path().toString()).endsWith("/first");
              assertThat(problem.message()).contains("packs/");
            });
    assertThat(failure.report().files()).isEqualTo(1);
    assertThat(failure.report().bytes()).isEqualTo(DataSize.ofMebibytes(2));
    assertThat(filesBelow(target)).containsExactly(restored().resolve("second"));
    assertThat(restored().resolve("second")).hasSameBinaryContentAs(source.resolve("second"));
  }

  /** So large that several threads write it. */
  @Test
  void leavesNothingOfALargeFileThatIsDamagedInTheMiddle() throws IOException {
    SnapshotId snapshot = backUpTwo(15 << 20);
    Damage.flip(store, largestOf(firstRun));

    RestoreReport report = repository.restore(snapshot).to(target).allowIncomplete().run();

    assertThat(report.problems()).hasSize(1);
    assertThat(filesBelow(target)).containsExactly(restored().resolve("second"));
  }

  @Test
  void keepsAFileThatIsThereIfItsReplacementIsDamaged() throws IOException {
    SnapshotId snapshot = backUpTwo(1 << 20);
    Damage.remove(store, largestOf(firstRun));
    FileTree.write(restored().resolve("first"), "an old copy, better than none");

    RestoreReport report = repository.restore(snapshot).to(target).allowIncomplete().run();

    assertThat(report.problems()).hasSize(1);
    assertThat(restored().resolve("first")).hasContent("an old copy, better than none");
  }

  @Test
  void reportsADirectoryThatCanNotBeReadAndRestoresTheOthers() throws IOException {
    SnapshotId snapshot = backUpTwoDirectoriesAndDamageTheFirst();

    RestoreReport report = repository.restore(snapshot).to(target).allowIncomplete().run();

    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path().toString()).endsWith("/a"));
    assertThat(filesBelow(target)).containsExactly(restored().resolve("b/second"));
  }

  @Test
  void restoresAPathWholeThoughADirectoryElsewhereCanNotBeRead() throws IOException {
    SnapshotId snapshot = backUpTwoDirectoriesAndDamageTheFirst();

    RestoreReport report =
        repository.restore(snapshot).include(source + "/b/second").to(target).run();

    assertThat(report.complete()).isTrue();
    assertThat(filesBelow(target)).containsExactly(restored().resolve("b/second"));
  }

  @Test
  void reportsADirectoryThatCanNotBeReadAndMayHoldWhatIsAskedFor() throws IOException {
    SnapshotId snapshot = backUpTwoDirectoriesAndDamageTheFirst();

    for (String pattern : List.of("second", "/**/second", source + "/*/second")) {
      RestoreReport report =
          repository.restore(snapshot).include(pattern).to(target).allowIncomplete().run();

      assertThat(report.problems())
          .as(pattern)
          .singleElement()
          .satisfies(problem -> assertThat(problem.path().toString()).endsWith("/a"));
      assertThat(filesBelow(target)).containsExactly(restored().resolve("b/second"));
    }
  }

  private SnapshotId backUpTwoDirectoriesAndDamageTheFirst() throws IOException {
    FileTree.write(source.resolve("a/first"), FileTree.random(1, 1 << 20));
    FileTree.settle(); // else the file is read, and its directory stored, again
    backup();
    FileTree.write(source.resolve("b/second"), "second");
    SnapshotId snapshot = backup();
    firstRun.remove(largestOf(firstRun));
    firstRun.forEach(trees -> Damage.flip(store, trees, FIRST_RECORD));
    return snapshot;
  }

  @Test
  void reportsFilesWhoseIndexIsLost() throws IOException {
    FileTree.write(source.resolve("first"), FileTree.random(1, 10_000));
    backup();
    BlobKey index = Repositories.keys(store, "index/").get(0);
    FileTree.write(source.resolve("second"), FileTree.random(2, 10_000));
    SnapshotId snapshot = backup();
    Damage.remove(store, index);

    try (BackupRepository reopened = Repositories.open(store.sameBlobs())) {
      RestoreReport report = reopened.restore(snapshot).to(target).allowIncomplete().run();

      assertThat(report.problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.path().toString()).endsWith("/first"));
      assertThat(filesBelow(target)).containsExactly(restored().resolve("second"));
    }
  }

  @Test
  void restoresAPathWholeThoughSomethingElseIsDamaged() throws IOException {
    SnapshotId snapshot = backUpTwo(1 << 20);
    Damage.flip(store, largestOf(firstRun));

    RestoreReport report =
        repository.restore(snapshot).include(source.resolve("second").toString()).to(target).run();

    assertThat(report.complete()).isTrue();
    assertThat(report.files()).isEqualTo(1);
  }

  @Test
  void refusesASnapshotThatIsNotThere() {
    SnapshotId unknown = new SnapshotId("0".repeat(64));

    assertThatThrownBy(() -> repository.restore(unknown).to(target).run())
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesATargetThatIsAFile() throws IOException {
    FileTree.write(source.resolve("file"), "content");
    SnapshotId snapshot = backup();
    FileTree.write(target, "in the way");

    assertThatThrownBy(() -> repository.restore(snapshot).to(target).run())
        .isInstanceOf(TargetUnwritableException.class)
        .hasMessageContaining(target.toString());
    assertThat(target).hasContent("in the way");
  }

  @Test
  void refusesToRunTwiceOrWithoutATarget() throws IOException {
    FileTree.write(source.resolve("file"), "content");
    SnapshotId snapshot = backup();
    Restore restore = repository.restore(snapshot).to(target);
    restore.run();

    assertThatThrownBy(restore::run).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> repository.restore(snapshot).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("to(");
  }

  @Test
  void tellsItsProgressUpToTheEnd() throws IOException {
    FileTree.plantMixture(source, 4);
    SnapshotId snapshot = backup();
    List<Progress> told = Collections.synchronizedList(new ArrayList<>());

    RestoreReport report = repository.restore(snapshot).to(target).onProgress(told::add).run();

    Progress last = told.get(told.size() - 1);
    assertThat(last.phase()).isEqualTo(Phase.DONE);
    assertThat(last.files()).isEqualTo(report.files());
    assertThat(last.bytes()).isEqualTo(report.bytes());
    assertThat(last.filesTotal()).isEqualTo(report.files());
  }

  @Test
  void leavesNoHalfFilesWhenItIsCancelled() throws Exception {
    for (int i = 0; i < 20; i++) {
      FileTree.write(source.resolve("file" + i), FileTree.random(i, 2 << 20));
    }
    SnapshotId snapshot = backup();
    FaultyStore faulty = FaultyStore.around(store.sameBlobs());
    try (BackupRepository slow = Repositories.open(faulty)) {
      CountDownLatch reading = new CountDownLatch(2);
      CountDownLatch cancelled = new CountDownLatch(1);
      faulty.inject(
          Fault.pausedBy(
              () -> {
                reading.countDown();
                if (reading.getCount() == 0) {
                  awaitUninterruptibly(cancelled);
                }
              }),
          Trigger.on(StoreOperation.READ, largestOf(firstRun).value()::equals));
      try (Execution<RestoreReport> execution = slow.restore(snapshot).to(target).start()) {
        reading.await();
        execution.cancel();
        cancelled.countDown();

        assertThatThrownBy(() -> execution.await(Duration.ofMinutes(1)))
            .isInstanceOf(OperationCancelledException.class);
      }
    }
    for (Path file : filesBelow(target)) {
      assertThat(file).hasSameBinaryContentAs(source.resolve(file.getFileName()));
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the snapshot with both files; the first run stored the first file alone. */
  private SnapshotId backUpTwo(int sizeOfFirst) throws IOException {
    FileTree.write(source.resolve("first"), FileTree.random(1, sizeOfFirst));
    backup();
    FileTree.write(source.resolve("second"), FileTree.random(2, 2 << 20));
    return backup();
  }

  private BlobKey largestOf(List<BlobKey> packs) {
    return packs.stream()
        .max(Comparator.comparing(pack -> store.stat(pack).orElseThrow().length()))
        .orElseThrow();
  }

  private SnapshotId backup() {
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    if (firstRun.isEmpty()) {
      firstRun.addAll(Repositories.keys(store, "packs/"));
    }
    return snapshot;
  }

  private Path restored() {
    return FileTree.restored(target, source);
  }

  private static List<Path> filesBelow(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static long sizeOfFiles(Path top) throws IOException {
    long size = 0;
    for (Path file : filesBelow(top)) {
      size += Files.size(file);
    }
    return size;
  }
}
