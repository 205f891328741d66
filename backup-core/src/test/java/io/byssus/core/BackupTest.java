package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
    target = directory.resolve("target");
  }

  @Test
  void storesDirectoriesAgainThatCanNotBeReadAnyMore() throws IOException {
    FileTree.plantMixture(source, 1);
    try (BackupRepository repository = Repositories.create(store)) {
      repository.backup(FileSource.of(source)).run();
      damageSmallestPack();

      BackupReport report = repository.backup(FileSource.of(source)).run();

      FileTree.assertRestores(repository, report.snapshot(), source, target);
    }
  }

  /** Directories take the least room. */
  private void damageSmallestPack() {
    List<BlobKey> packs = Repositories.keys(store, "packs/");
    BlobKey smallest =
        packs.stream()
            .min(Comparator.comparing(key -> store.stat(key).orElseThrow().length()))
            .orElseThrow();
    byte[] bytes = Repositories.read(store, smallest);
    bytes[bytes.length / 3] ^= 1;
    store.delete(List.of(smallest)).orThrow();
    store.create(smallest, BlobBody.of(bytes), CreateOptions.none());
    assertThat(packs).hasSizeGreaterThan(1);
  }

  @Test
  void fillsSeveralPacksSideBySide() throws IOException {
    // Incompressible, with chunks of all sizes: packs that are filled by others are met full.
    for (int i = 0; i < 10; i++) {
      FileTree.write(source.resolve("large" + i), FileTree.random(i, 24 << 20));
    }
    try (BackupRepository repository =
        BackupRepository.on(store).keys(Repositories.KEYS).processors(4).create()) {
      BackupReport report = repository.backup(FileSource.of(source)).run();

      FileTree.assertRestores(repository, report.snapshot(), source, target);
    }
  }
}
