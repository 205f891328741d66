package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was lost of the index or the log is stored again by the next backup of unchanged files. */
class HealingTest {
  private static final int BACKUPS = 3;

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path target;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      for (int i = 0; i < BACKUPS; i++) {
        FileTree.write(source.resolve(i + "/small"), "small " + i);
        FileTree.write(source.resolve(i + "/file"), FileTree.random(i, 5000));
        FileTree.write(source.resolve(i + "/large"), FileTree.random(-i, 200_000));
        FileTree.settle(); // so that later backups take these files for unchanged
        repository.backup(FileSource.of(source)).run();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"index/, 0", "index/, 1", "index/, 2", "log/, 0", "log/, 1", "log/, 2"})
  void storesAgainWhatADamagedBlobToldOf(String prefix, int number) throws IOException {
    Damage.flip(store, Repositories.keys(store, prefix).get(number));

    assertNextBackupIsWhole();
  }

  @ParameterizedTest
  @CsvSource({
    "index/, 0",
    "index/, 1",
    "index/, 2",
    "log/, 0",
    "log/, 1",
    "log/, 2",
    "packs/, 0",
    "packs/, 1"
  })
  void storesAgainWhatAMissingBlobToldOf(String prefix, int number) throws IOException {
    Damage.remove(store, Repositories.keys(store, prefix).get(number));

    assertNextBackupIsWhole();
  }

  @Test
  void aPackWhoseContentWasStoredAgainIsWarnedOf() throws IOException {
    BlobKey largest = largestPack();
    Damage.remove(store, largest);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(Repositories.checkAll(repository).healthy()).isFalse();

      repository.backup(FileSource.of(source)).run();

      assertHealthyWithWarning(repository, largest);
    }
  }

  /** Of a run that made no snapshot: an older snapshot may have directories of its own. */
  @Test
  void anIndexSegmentThatNoFileNeedsIsWarnedOf() throws IOException {
    List<BlobKey> before = Repositories.keys(store, "index/");
    AtomicBoolean failed = new AtomicBoolean();
    FaultyStore failing =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.unavailable(),
                Trigger.on(
                    StoreOperation.CREATE,
                    key -> key.startsWith("log/") && failed.compareAndSet(false, true)));
    FileTree.write(source.resolve("new"), FileTree.random(100, 5000));
    try (BackupRepository repository = Repositories.open(failing)) {
      assertThatThrownBy(() -> repository.backup(FileSource.of(source)).run())
          .isInstanceOf(StoreUnavailableException.class);
    }
    List<BlobKey> added = new ArrayList<>(Repositories.keys(store, "index/"));
    added.removeAll(before);
    assertThat(added).hasSize(1);
    Damage.flip(store, added.get(0));

    assertNextBackupIsWhole();
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertHealthyWithWarning(repository, added.get(0));
    }
  }

  private static void assertHealthyWithWarning(BackupRepository repository, BlobKey object) {
    CheckReport report = Repositories.checkAll(repository);
    assertThat(report.errors()).isEmpty();
    assertThat(report.healthy()).isTrue();
    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.object()).isEqualTo(object.value());
              assertThat(finding.message()).contains("nothing is lost");
            });
  }

  private BlobKey largestPack() {
    return Repositories.keys(store, "packs/").stream()
        .max(Comparator.comparingLong(key -> Repositories.read(store, key).length))
        .orElseThrow();
  }

  @Test
  void aDamagedPackIsNotHealedByCopiesOfAPartOfIt() throws IOException {
    BlobKey largest = largestPack();
    Damage.remove(store, largest);
    for (int i = 0; i < BACKUPS; i++) {
      FileTree.write(source.resolve(i + "/large"), "the source no longer has what is lost " + i);
    }
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.backup(FileSource.of(source)).run();
      assertThat(Repositories.checkAll(repository).healthy()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"packs/", "index/"})
  void theBackupThatHealsSaysSo(String prefix) {
    BlobKey lost = Repositories.keys(store, prefix).get(0);
    Damage.remove(store, lost);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.warnings()).isEmpty();
      repository.backup(FileSource.of(source)).run();
      assertThat(repository.warnings())
          .singleElement()
          .asString()
          .contains(lost.value(), "a backup stores again");
    }
  }

  private void assertNextBackupIsWhole() throws IOException {
    SnapshotId snapshot;
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    }
    // What is left of the packs before is not needed.
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(repository, snapshot, source, target);
      CheckReport report = Repositories.checkAll(repository);
      // Snapshots before may have lost directories of their own for good, or themselves.
      assertThat(report.errors())
          .allMatch(error -> !error.object().startsWith("packs/") || !error.affected().isEmpty());
      List<String> touched =
          report.errors().stream()
              .flatMap(error -> error.affected().stream())
              .filter(file -> file.startsWith(snapshot.abbreviated()))
              .toList();
      assertThat(touched).isEmpty();
    }
  }
}
