package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private void assertNextBackupIsWhole() throws IOException {
    SnapshotId snapshot;
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    }
    // What is left of the packs before is not needed.
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(repository, snapshot, source, target);
      List<String> touched =
          Repositories.checkAll(repository).errors().stream()
              .flatMap(error -> error.affected().stream())
              .filter(file -> file.startsWith(snapshot.abbreviated()))
              .toList();
      assertThat(touched).isEmpty();
    }
  }
}
