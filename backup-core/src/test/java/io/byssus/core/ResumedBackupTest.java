package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first backup that was cut short goes on where it was. */
class ResumedBackupTest {
  private static final int FILES = 80;
  private static final int FILE_BYTES = 1 << 20;

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path target;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (int i = 0; i < FILES; i++) {
      FileTree.write(source.resolve("file" + i), FileTree.random(i, FILE_BYTES));
    }
    FileTree.settle();
    Repositories.create(store.sameBlobs()).close();
  }

  /** After some packs the store answers nothing any more, as if the process had been killed. */
  private void backUpUntilPack(int number) {
    Set<String> packs = ConcurrentHashMap.newKeySet();
    Trigger dead =
        request -> {
          if (request.operation() != StoreOperation.CREATE) {
            return false;
          }
          if (request.subject().startsWith(PackName.PREFIX)) {
            packs.add(request.subject());
          }
          return packs.size() > number;
        };
    FaultyStore faulty = FaultyStore.around(store.sameBlobs()).inject(Fault.unavailable(), dead);
    RepositorySettings settings =
        RepositorySettings.builder().processors(1).addBytes(1 << 20).build();
    try (BackupRepository repository =
        new BackupRepository(
            new RepositoryOpener(faulty, Unlocking.with(Repositories.KEYS), settings).open(),
            null)) {
      assertThatThrownBy(() -> repository.backup(FileSource.of(source)).run())
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void theNextRunUploadsOnlyTheRestAndSaysWhatWasThere() throws IOException {
    backUpUntilPack(3);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.snapshots().list()).isEmpty();
      BackupReport report = repository.backup(FileSource.of(source)).run();
      assertThat(report.packsResumed()).isEqualTo(3);
      long there = report.bytesResumed().bytes();
      assertThat(there).isGreaterThan(20L << 20);
      long all = (long) FILES * FILE_BYTES;
      assertThat(report.bytesNew().bytes()).isBetween(all - there, all - there + (1 << 20));
      assertThat(report.bytesStored().bytes()).isBetween(all - there, all - there + (2 << 20));
      assertThat(report.toString()).contains("of runs that did not end");
      FileTree.assertRestores(repository, report.snapshot(), source, target);

      BackupReport next = repository.backup(FileSource.of(source)).run();
      assertThat(next.packsResumed()).as("a snapshot has them by now").isZero();
    }
  }

  @Test
  void aRunThatFindsNothingOfOthersSaysNothing() {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      BackupReport report = repository.backup(FileSource.of(source)).run();
      assertThat(report.packsResumed()).isZero();
      assertThat(report.bytesResumed().bytes()).isZero();
      assertThat(report.toString()).doesNotContain("did not end");
    }
  }
}
