package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.engine.HandPruner;
import io.byssus.core.internal.engine.OpenRepository;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** R50: readers go on while packs and segments are taken away, if there is another copy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrunedWhileReadingTest {
  private final InMemoryStore store = InMemoryStore.create();
  private OpenRepository pruners;
  private HandPruner pruner;
  private Path source;
  private Path target;
  private SnapshotId first;
  private List<PackName> old;

  @BeforeEach
  void storeEverythingTwice(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (int i = 0; i < 4; i++) {
      FileTree.write(source.resolve("file" + i), FileTree.random(i, 300_000));
    }
    FileTree.settle();
    pruners = opener(store.sameBlobs()).create("test", null);
    pruner = new HandPruner(pruners);
    first = backUp();
    old = pruner.packs();
    pruner.mark(pack -> true);
    backUp(); // in packs of its own, for it relies on none that is marked
  }

  @AfterEach
  void close() {
    pruners.close();
  }

  private static RepositoryOpener opener(BlobStore blobs) {
    return new RepositoryOpener(
        blobs,
        Unlocking.with(Repositories.KEYS),
        RepositorySettings.builder().processors(2).build());
  }

  private SnapshotId backUp() {
    try (BackupRepository repository =
        new BackupRepository(opener(store.sameBlobs()).open(), null)) {
      return repository.backup(FileSource.of(source)).run().snapshot();
    }
  }

  /** Returns a repository; before it first reads what starts with a prefix, somebody does this. */
  private BackupRepository openWhile(String prefix, Runnable others) {
    AtomicBoolean done = new AtomicBoolean();
    FaultyStore faulty =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.pausedBy(
                    () -> {
                      if (done.compareAndSet(false, true)) {
                        others.run();
                      }
                    }),
                Trigger.on(StoreOperation.READ, key -> key.startsWith(prefix)));
    return new BackupRepository(opener(faulty).open(), null);
  }

  private void prune() {
    pruner.condemn();
    pruner.delete();
  }

  @Test
  void aRestoreFindsAnotherCopyOfWhatIsDeletedUnderIt() throws IOException {
    try (BackupRepository repository = openWhile(PackName.PREFIX, this::prune)) {
      FileTree.assertRestores(repository, first, source, target);
      assertThat(pruner.packs()).doesNotContainAnyElementsOf(old);
    }
  }

  @Test
  void aSegmentThatWasReplacedAndDeletedIsNotMissed() throws IOException {
    AtomicBoolean replaced = new AtomicBoolean();
    try (BackupRepository repository =
        openWhile(
            "index/",
            () -> {
              pruner.replaceSegments();
              pruner.delete();
              replaced.set(true);
            })) {
      FileTree.assertRestores(repository, first, source, target);
      assertThat(replaced).isTrue();
      assertThat(repository.warnings()).isEmpty();
    }
  }

  @Test
  void aRestoreOfWhatWasForgottenMeanwhileSaysSo() {
    try (BackupRepository repository =
        openWhile(
            PackName.PREFIX,
            () -> {
              try (BackupRepository other =
                  new BackupRepository(opener(store.sameBlobs()).open(), null)) {
                other.forget(List.of(first));
              }
              pruner.condemn();
              pruner.release();
              pruner.mark(pack -> true);
              prune();
            })) {
      assertThatThrownBy(() -> repository.restore(first).to(target).run())
          .isInstanceOf(SnapshotNotFoundException.class)
          .hasMessageContaining("was forgotten while it was read");
    }
  }

  /** R10. */
  @Test
  void whatIsCondemnedIsNotReadThoughItIsStillThere() throws IOException {
    pruner.condemn();
    AtomicBoolean read = new AtomicBoolean();
    List<String> condemned = old.stream().map(PackName::toString).toList();
    FaultyStore faulty =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.pausedBy(() -> read.set(true)),
                Trigger.on(StoreOperation.READ, condemned::contains));
    try (BackupRepository repository = new BackupRepository(opener(faulty).open(), null)) {
      FileTree.assertRestores(repository, first, source, target);
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
      assertThat(read).isFalse();
    }
  }
}
