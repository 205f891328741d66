package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyStoreTest {
  /** More than a backup walks ahead of what it has stored. */
  private static final int MANY = 6000;

  private final FaultyStore store = FaultyStore.around(InMemoryStore.create());
  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
    target = directory.resolve("target");
  }

  @Test
  void endsWhenTheStoreFailsWhileTheWalkWaitsForRoom() throws IOException {
    for (int i = 0; i < MANY; i++) {
      FileTree.write(source.resolve("small/" + i), "file " + i);
    }
    try (BackupRepository repository = Repositories.create(store)) {
      backup(repository, source);
      FileTree.settle();
      backup(repository, source);
      // The walk passes all files, which are unchanged, while this one is being read.
      FileTree.write(source.resolve("a"), FileTree.random(1, 40 << 20));
      store.inject(
          Fault.unavailable(), Trigger.on(StoreOperation.CREATE, key -> key.startsWith("packs/")));

      assertThatThrownBy(() -> backup(repository, source))
          .isInstanceOf(StoreUnavailableException.class);

      store.heal();
      BackupReport report = backup(repository, source);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
      FileTree.assertRestores(repository, report.snapshot(), source, target);
    }
  }

  private static BackupReport backup(BackupRepository repository, Path source) {
    return repository.backup(FileSource.of(source)).run();
  }
}
