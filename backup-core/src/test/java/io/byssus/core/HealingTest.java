package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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

  @ParameterizedTest
  @ValueSource(strings = {"packs/", "index/"})
  void isHealthyWhenTheOnlySnapshotsThatThereAreHaveHealed(String prefix) throws IOException {
    InMemoryStore healing = InMemoryStore.create();
    try (BackupRepository repository = Repositories.create(healing.sameBlobs())) {
      repository.backup(FileSource.of(source)).run();
    }
    for (BlobKey key : Repositories.keys(healing, prefix)) {
      Damage.remove(healing, key);
      try (BackupRepository repository = Repositories.open(healing.sameBlobs())) {
        assertThat(Repositories.checkAll(repository).healthy()).isFalse();
        repository.backup(FileSource.of(source)).run();
      }
      try (BackupRepository repository = Repositories.open(healing.sameBlobs())) {
        CheckReport report = Repositories.checkAll(repository);
        assertThat(report.healthy()).as("%s", report.findings()).isTrue();
        assertThat(report.findings())
            .anySatisfy(
                finding -> {
                  assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                  assertThat(finding.object()).isEqualTo(key.value());
                  assertThat(finding.message()).contains("nothing is lost");
                });
      }
    }
  }

  @Test
  void aDamagedPackIsNotHealedByCopiesOfAPartOfIt() throws IOException {
    BlobKey largest =
        Repositories.keys(store, "packs/").stream()
            .max(Comparator.comparingLong(key -> Repositories.read(store, key).length))
            .orElseThrow();
    Damage.remove(store, largest);
    FileTree.write(source.resolve("0/large"), "the source no longer has what is lost");
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.backup(FileSource.of(source)).run();
      assertThat(Repositories.checkAll(repository).healthy()).isFalse();
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
      // The snapshots before may have lost files for good, or themselves; the rest has healed.
      assertThat(report.errors())
          .allMatch(error -> error.object().startsWith("log/") || !error.affected().isEmpty());
      List<String> touched =
          report.errors().stream()
              .flatMap(error -> error.affected().stream())
              .filter(file -> file.startsWith(snapshot.abbreviated()))
              .toList();
      assertThat(touched).isEmpty();
    }
  }
}
