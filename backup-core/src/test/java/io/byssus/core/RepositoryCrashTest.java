package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobStore;
import io.byssus.core.source.FileSource;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.crash.Crash;
import io.byssus.testkit.crash.CrashFileSystem;
import io.byssus.testkit.crash.Sync;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository on a disk whose power fails after every system call, with what was not synced lost,
 * torn or there.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepositoryCrashTest {
  private static final long SEED = 20_261_120;
  private static final String CREATED = "created";
  private static final String STORED = "stored ";
  private static final String FORGOTTEN = "forgotten ";

  private final CrashFileSystem disk = CrashFileSystem.create();
  private final Map<String, Map<String, byte[]>> expected = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private Path source;

  @BeforeEach
  void doAllThatARepositoryDoes(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    try (BackupRepository repository = Repositories.create(storeOn(disk))) {
      disk.promise(CREATED);
      for (int round = 0; round < 3; round++) {
        FileTree.write(source.resolve("large"), FileTree.random(round, 70_000));
        FileTree.write(source.resolve("small" + round), "content " + round);
        SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
        expected.put(snapshot.hex(), restored(repository, snapshot));
        assertThat(expected.get(snapshot.hex())).hasSize(2 + round);
        ids.add(snapshot.hex());
        disk.promise(STORED + snapshot.hex());
      }
      repository.forget(new SnapshotId(ids.get(1)));
      disk.promise(FORGOTTEN + ids.get(1));
      repository.prune().grace(Duration.ZERO).run();
    }
  }

  private static FileSystemStore storeOn(CrashFileSystem disk) {
    return FileSystemStore.at(disk.getPath("/repositories/shop"));
  }

  private static Map<String, byte[]> restored(BackupRepository repository, SnapshotId snapshot) {
    MemoryTarget target = new MemoryTarget();
    repository.restore(snapshot).to(target).run();
    return target.files();
  }

  @Test
  void noCrashLosesWhatWasReported() {
    List<Crash> crashes = disk.recording().crashes(SEED, 1).toList();
    assertThat(crashes).hasSizeGreaterThan(300);
    for (int i = 0; i < crashes.size(); i++) {
      verify(crashes.get(i));
    }
  }

  @Test
  @Tag("thorough")
  void noCrashOfManyLosesWhatWasReported() {
    disk.recording().crashes(SEED, 6).forEach(this::verify);
  }

  @Test
  void whateverRequestIsTheLastNothingThatWasReportedIsLost() {
    RecordingStore store = RecordingStore.around(InMemoryStore.create());
    try (BackupRepository repository = Repositories.create(store)) {
      store.promise(CREATED);
      for (int round = 0; round < 2; round++) {
        SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
        expected.put(snapshot.hex(), restored(repository, snapshot));
        store.promise(STORED + snapshot.hex());
      }
    }
    store
        .states()
        .forEach(state -> verify(state.store()::sameBlobs, state.promises(), state.toString()));
  }

  /** The rest of the syncs are held by the file-system store's own tests. */
  @Test
  void aSnapshotIsLostWithoutTheSyncOfItsFilesOrOfTheirNames() {
    for (String site : List.of("TemporaryFiles.write", "Creation.syncLink")) {
      Crash last =
          disk.recording()
              .ignoring(sync -> site(sync).equals(site))
              .crashes(SEED, 0)
              .filter(crash -> crash.promises().contains(STORED + ids.get(2)))
              .findFirst()
              .orElseThrow();

      assertThatThrownBy(() -> verify(last)).as(site).isNotNull();
    }
  }

  @Test
  void aSyncThatFailsIsNeverReportedAsStored() throws IOException {
    int failed = 0;
    int syncs = disk.recording().syncs().size();
    for (int failing = 0; failing < syncs; failing += 3) {
      CrashFileSystem broken = CrashFileSystem.create();
      AtomicInteger left = new AtomicInteger(failing);
      broken.failSyncs(sync -> left.getAndDecrement() == 0);
      @Nullable String stored = null;
      try (BackupRepository repository = Repositories.create(storeOn(broken))) {
        FileTree.write(source.resolve("large"), FileTree.random(failing, 70_000));
        stored = repository.backup(FileSource.of(source)).run().snapshot().hex();
      } catch (ByssusException e) {
        failed++;
      }
      if (stored != null) {
        assertRestoresAfterTheWorstCrash(broken, stored);
      }
    }
    assertThat(failed).isPositive();
  }

  private void assertRestoresAfterTheWorstCrash(CrashFileSystem broken, String stored) {
    broken.promise(STORED + stored);
    Crash worst =
        broken
            .recording()
            .crashes(SEED, 0)
            .filter(crash -> !crash.promises().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(worst.toString()).contains("losing all");
    try (BackupRepository repository = Repositories.open(storeOn(worst.fileSystem()))) {
      assertThat(restored(repository, new SnapshotId(stored))).hasSize(4);
      assertThat(repository.check().run().errors()).isEmpty();
    }
  }

  private static String site(Sync sync) {
    return sync.callerBeside(Set.of("Directories.sync", "Directories.forced")).orElseThrow();
  }

  private void verify(Crash crash) {
    verify(() -> storeOn(crash.fileSystem()), crash.promises(), crash.toString());
  }

  private void verify(Supplier<BlobStore> client, List<String> promises, String when) {
    try (BackupRepository repository = Repositories.open(client.get())) {
      List<String> listed =
          repository.snapshots().list().stream().map(snapshot -> snapshot.id().hex()).toList();
      for (String promise : promises) {
        if (promise.startsWith(FORGOTTEN)) {
          assertThat(listed).as(when).doesNotContain(promise.substring(FORGOTTEN.length()));
        } else if (promise.startsWith(STORED) && !isForgotten(promise, listed)) {
          assertThat(listed).as(when).contains(promise.substring(STORED.length()));
        }
      }
      for (String id : listed) {
        assertRestores(repository, id, when);
      }
      assertThat(repository.check().run().errors()).as(when).isEmpty();
    } catch (RepositoryNotFoundException | NotARepositoryException cutShort) {
      assertThat(promises).as(when).isEmpty();
      Repositories.create(client.get()).close();
      Repositories.open(client.get()).close();
    } catch (ByssusException e) {
      throw new AssertionError(when, e);
    }
  }

  /** The second snapshot may be gone from the moment on in which it is being forgotten. */
  private boolean isForgotten(String promise, List<String> listed) {
    return promise.equals(STORED + ids.get(1))
        && !listed.contains(ids.get(1))
        && listed.containsAll(List.of(ids.get(0), ids.get(2)));
  }

  private void assertRestores(BackupRepository repository, String id, String when) {
    Map<String, byte[]> files = restored(repository, new SnapshotId(id));
    Map<String, byte[]> wanted = Objects.requireNonNull(expected.get(id), id);
    assertThat(files.keySet()).as(when).isEqualTo(wanted.keySet());
    wanted.forEach((path, content) -> assertThat(files.get(path)).as(when).isEqualTo(content));
  }
}
