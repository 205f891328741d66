package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two backups, and a store that gives all blobs but one: a bad sector, a file of somebody else. */
class UnreadableBlobTest {
  private static final int FILE_SIZE = 5000;

  private final InMemoryStore blobs = InMemoryStore.create();
  private final FaultyStore store = FaultyStore.around(blobs.sameBlobs());
  private final List<List<BlobKey>> packsOfRuns = new ArrayList<>();
  private Path source;
  private Path target;
  private SnapshotId latest;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    try (BackupRepository repository = Repositories.create(blobs.sameBlobs())) {
      for (int i = 0; i < 2; i++) {
        List<BlobKey> before = Repositories.keys(blobs, "packs/");
        FileTree.write(source.resolve(i + "/file"), FileTree.random(i, FILE_SIZE));
        FileTree.settle(); // so that later backups take these files for unchanged
        repository.backup(FileSource.of(source)).run();
        List<BlobKey> packs = new ArrayList<>(Repositories.keys(blobs, "packs/"));
        packs.removeAll(before);
        packsOfRuns.add(packs);
      }
      latest = repository.snapshots().latest().orElseThrow().id();
    }
  }

  private enum Failing {
    UNAVAILABLE,
    BROKEN,
    DENIED;

    Fault fault() {
      return switch (this) {
        case UNAVAILABLE -> Fault.unavailable();
        case BROKEN -> Fault.brokenRead();
        case DENIED -> Fault.accessDenied();
      };
    }
  }

  private void breakReads(BlobKey key, Failing failing) {
    store.inject(failing.fault(), Trigger.on(StoreOperation.READ, key.value()::equals));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "BROKEN", "DENIED"})
  void aDataPackCostsItsFilesAndNothingElse(Failing failing) throws IOException {
    BlobKey pack = dataPack(0);
    breakReads(pack, failing);
    try (BackupRepository repository = Repositories.open(store)) {
      assertOnlyLost(repository, "0/file");
      assertErrorOf(Repositories.checkAll(repository), pack, "0/file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "DENIED"})
  void aTreePackCostsItsDirectoriesAndIsStoredAgain(Failing failing) throws IOException {
    BlobKey pack = treePack(0); // that of the directory 0, which has not changed since
    breakReads(pack, failing);
    try (BackupRepository repository = Repositories.open(store)) {
      assertOnlyLost(repository, "0");
      assertErrorOf(repository.check().run(), pack, "/0 and all below it");

      assertNextBackupIsWhole(repository);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anIndexSegmentCostsNoMoreThanIfItWereDamaged(int number) throws IOException {
    BlobKey segment = Repositories.keys(blobs, "index/").get(number);
    breakReads(segment, Failing.UNAVAILABLE);
    try (BackupRepository repository = Repositories.open(store)) {
      RestoreReport report =
          repository.restore(latest).to(target.resolve("part")).allowIncomplete().run();
      assertThat(report.problems())
          .isNotEmpty()
          .allMatch(problem -> problem.kind() == RestoreProblem.Kind.DAMAGED);
      assertErrorOf(repository.check().run(), segment, "");

      assertNextBackupIsWhole(repository);
    }
  }

  @Test
  void aLogEntryIsWarnedOfAndItsSnapshotIsMissing() throws IOException {
    BlobKey entry = Repositories.keys(blobs, "log/").get(0);
    breakReads(entry, Failing.UNAVAILABLE);
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(repository.warnings())
          .singleElement()
          .asString()
          .contains(entry.value(), "can't be read");
      assertThat(repository.snapshots().list()).hasSize(1);
      assertErrorOf(repository.check().run(), entry, "");

      assertNextBackupIsWhole(repository);

      store.heal();
      assertThat(repository.snapshots().list()).hasSize(3);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @Test
  void nothingIsAppendedBehindALogEntryThatCanNotBeRead() throws IOException {
    BlobKey entry = Repositories.keys(blobs, "log/").get(1);
    breakReads(entry, Failing.DENIED);
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(repository.snapshots().list()).hasSize(1);
      assertThatThrownBy(() -> repository.backup(FileSource.of(source)).run())
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining(entry.value());

      store.heal();
      assertNextBackupIsWhole(repository);
      assertThat(repository.snapshots().list()).hasSize(3);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @Test
  void aCheckpointIsRebuiltAndWarnedOf() throws IOException {
    try (BackupRepository repository = Repositories.open(blobs.sameBlobs())) {
      while (Repositories.keys(blobs, "checkpoint/").isEmpty()) {
        KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
        repository.keys().remove(added.id());
      }
    }
    BlobKey checkpoint = Repositories.keys(blobs, "checkpoint/").get(0);
    breakReads(checkpoint, Failing.UNAVAILABLE);
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(repository.warnings()).singleElement().asString().contains(checkpoint.value());
      CheckReport report = Repositories.checkAll(repository);
      assertThat(report.findings()).extracting(Finding::object).contains(checkpoint.value());
      assertThat(report.errors()).isEmpty();
      FileTree.assertRestores(repository, latest, source, target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log/", "index/", "keys/"})
  void anObjectThatCanNotBeLookedAtIsDamageOfThatObject(String prefix) {
    List<BlobKey> objects = Repositories.keys(blobs, prefix);
    BlobKey object = objects.get(objects.size() - 1);
    try (BackupRepository repository = Repositories.open(store)) {
      store.inject(Fault.unavailable(), Trigger.on(StoreOperation.STAT, object.value()::equals));

      assertErrorOf(repository.check().run(), object, "");
    }
  }

  @Test
  void aStoreThatAnswersNoStatIsNotTakenForADamagedOne() {
    try (BackupRepository repository = Repositories.open(store)) {
      store.inject(Fault.unavailable(), Trigger.every(StoreOperation.STAT));
      store.inject(Fault.unavailable(), Trigger.every(StoreOperation.READ));

      assertThatThrownBy(() -> repository.check().run())
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void aFileOfTheStoreThatCanNotBeLookedAtCostsWhatItHolds(@TempDir Path directory)
      throws IOException {
    Path place = directory.resolve("repository");
    try (BackupRepository repository = Repositories.create(place)) {
      repository.backup(FileSource.of(source)).run();
    }
    BlobKey pack;
    try (FileSystemStore files = FileSystemStore.at(place)) {
      pack =
          Repositories.keys(files, "packs/").stream()
              .filter(key -> files.stat(key).orElseThrow().length() > FILE_SIZE)
              .findFirst()
              .orElseThrow();
    }
    Path file = place.resolve(pack.value());
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName()); // the system can't look at such a loop
    try (BackupRepository repository = Repositories.open(place)) {
      assertErrorOf(repository.check().run(), pack, "0/file");

      assertNextBackupIsWhole(repository);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @Test
  void aKeyFileDoesNotKeepAnotherFromOpening() {
    List<BlobKey> first = Repositories.keys(blobs, "keys/");
    try (BackupRepository repository = Repositories.open(blobs.sameBlobs())) {
      repository.keys().add(new WrappingProvider("other", 2), "other");
    }
    List<BlobKey> files = new ArrayList<>(Repositories.keys(blobs, "keys/"));
    files.removeAll(first);
    breakReads(files.get(0), Failing.DENIED);
    try (BackupRepository repository = Repositories.open(store)) {
      assertErrorOf(repository.check().run(), files.get(0), "");
    }

    FaultyStore refusing =
        FaultyStore.around(blobs.sameBlobs())
            .inject(
                Fault.accessDenied(),
                Trigger.on(StoreOperation.READ, key -> key.startsWith("keys/")));
    assertThatThrownBy(() -> Repositories.open(refusing))
        .isInstanceOf(StoreAccessDeniedException.class);
  }

  @Test
  void aFailureThatPassesAtOnceCostsNothing() {
    AtomicInteger reads = new AtomicInteger();
    store.inject(
        Fault.brokenRead(),
        Trigger.on(
            StoreOperation.READ,
            key -> key.startsWith("packs/") && reads.incrementAndGet() % 2 == 1));
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(repository.check().run().findings()).isEmpty();
      assertThat(reads).hasPositiveValue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoreThatDoesNotAnswerIsNotTakenForADamagedOne(boolean checked) {
    try (BackupRepository repository = Repositories.open(store)) {
      store.inject(Fault.unavailable(), Trigger.every(StoreOperation.READ));

      assertThatThrownBy(
              () -> {
                if (checked) {
                  Repositories.checkAll(repository);
                } else {
                  repository.restore(latest).to(target).run();
                }
              })
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  private void assertOnlyLost(BackupRepository repository, String path) throws IOException {
    Path part = target.resolve("part");
    RestoreReport report = repository.restore(latest).to(part).allowIncomplete().run();
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(RestoreProblem.Kind.DAMAGED);
              assertThat(problem.path().toString()).endsWith(path);
              assertThat(problem.message()).contains("can't be read");
            });
    assertThat(FileTree.restored(part, source).resolve("1/file"))
        .hasBinaryContent(Files.readAllBytes(source.resolve("1/file")));
  }

  private void assertNextBackupIsWhole(BackupRepository repository) throws IOException {
    SnapshotId next = repository.backup(FileSource.of(source)).run().snapshot();
    FileTree.assertRestores(repository, next, source, target.resolve("whole"));
  }

  private static void assertErrorOf(CheckReport report, BlobKey object, String affected) {
    assertThat(report.errors())
        .anySatisfy(
            error -> {
              assertThat(error.object()).isEqualTo(object.value());
              if (!affected.isEmpty()) {
                assertThat(error.affected()).anyMatch(file -> file.endsWith(affected));
              }
            });
  }

  private BlobKey dataPack(int run) {
    return packsOfRuns.get(run).stream().filter(this::isData).findFirst().orElseThrow();
  }

  private BlobKey treePack(int run) {
    return packsOfRuns.get(run).stream().filter(pack -> !isData(pack)).findFirst().orElseThrow();
  }

  /** Content takes more room than directories. */
  private boolean isData(BlobKey pack) {
    return Repositories.read(blobs, pack).length > FILE_SIZE;
  }
}
