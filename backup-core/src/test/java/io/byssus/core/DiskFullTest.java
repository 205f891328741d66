package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.DataSize;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreFullException;
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
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that has no room any more, at any point of what is done. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {
  private static final int POINTS = 25;
  private static final int MIB = 1 << 20;

  private Path directory;
  private Path source;

  @BeforeEach
  void plant(@TempDir Path temporary) throws IOException {
    directory = temporary;
    source = temporary.resolve("source");
    for (int i = 0; i < 4; i++) {
      FileTree.write(source.resolve("before" + i), FileTree.random(i, 50_000));
    }
  }

  private void plantMore() throws IOException {
    for (int i = 0; i < 6; i++) {
      FileTree.write(source.resolve("later" + i), FileTree.random(100 + i, 400_000));
    }
  }

  private SnapshotId backUp(BackupRepository repository) {
    return repository.backup(FileSource.of(source)).run().snapshot();
  }

  private static Map<String, byte[]> restored(BackupRepository repository, SnapshotId snapshot) {
    MemoryTarget target = new MemoryTarget();
    repository.restore(snapshot).to(target).run();
    return target.files();
  }

  private void assertIntactAndWorking(BlobStore store, SnapshotId before) {
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(repository.check().run().errors()).isEmpty();
      assertThat(restored(repository, before)).hasSize(4);
      assertThat(restored(repository, backUp(repository))).hasSize(10);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @Test
  void aBackupThatFindsNoRoomIsSaidAndHarmsNothing() throws IOException {
    int full = 0;
    long[] rooms = roomsUpTo(bytesOfABackup());
    for (long room : rooms) {
      InMemoryStore blobs = InMemoryStore.create();
      FaultyStore store = FaultyStore.around(blobs);
      SnapshotId before;
      try (BackupRepository repository = Repositories.create(store)) {
        before = backUp(repository);
        plantMore();
        store.inject(Fault.full(), Trigger.createsBeyond(DataSize.ofBytes(room)));
        try {
          backUp(repository);
        } catch (StoreFullException e) {
          full++;
          assertThat(e.advice()).contains("Make room");
        }
      }
      assertIntactAndWorking(blobs.sameBlobs(), before);
      removeLater();
    }
    assertThat(full).isGreaterThan(POINTS * 3 / 4);
  }

  private long[] roomsUpTo(long bytes) {
    long[] rooms = new long[POINTS];
    for (int i = 0; i < POINTS; i++) {
      rooms[i] = bytes * i / POINTS;
    }
    return rooms;
  }

  private long bytesOfABackup() throws IOException {
    AtomicLong bytes = new AtomicLong();
    FaultyStore store = FaultyStore.around(InMemoryStore.create());
    try (BackupRepository repository = Repositories.create(store)) {
      backUp(repository);
      plantMore();
      store.inject(
          Fault.pausedBy(() -> {}),
          request -> {
            bytes.addAndGet(request.operation() == StoreOperation.CREATE ? request.bytes() : 0);
            return false;
          });
      backUp(repository);
    }
    removeLater();
    return bytes.get();
  }

  private void removeLater() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.delete(source.resolve("later" + i));
    }
  }

  @Test
  void aRepositoryThatCanNotBeCreatedForWantOfRoomCanBeCreatedLater() {
    for (long room = 0; room < 2_000; room += 50) {
      InMemoryStore blobs = InMemoryStore.create();
      FaultyStore full =
          FaultyStore.around(blobs.sameBlobs())
              .inject(Fault.full(), Trigger.createsBeyond(DataSize.ofBytes(room)));
      try {
        Repositories.create(full).close();
      } catch (StoreFullException e) {
        assertThatThrownBy(() -> Repositories.open(blobs.sameBlobs()))
            .isInstanceOf(RepositoryNotFoundException.class);
        Repositories.create(blobs.sameBlobs()).close();
      }
      Repositories.open(blobs.sameBlobs()).close();
    }
  }

  @Test
  void aForgettingThatFindsNoRoomForgetsNothing() {
    InMemoryStore blobs = InMemoryStore.create();
    FaultyStore store = FaultyStore.around(blobs);
    try (BackupRepository repository = Repositories.create(store)) {
      SnapshotId snapshot = backUp(repository);
      store.inject(Fault.full(), Trigger.every(StoreOperation.CREATE));
      assertThatThrownBy(() -> repository.forget(snapshot)).isInstanceOf(StoreFullException.class);
      assertThat(restored(repository, snapshot)).hasSize(4);
      store.heal();
      assertThat(repository.forget(snapshot).forgotten()).containsExactly(snapshot);
    }
  }

  @Test
  void aRealDiskThatIsFullIsSaidAndHarmsNothing() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small disk");
    Path mount = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount.toString()) == 0,
        "this machine does not let root mount");
    try {
      int full = 0;
      for (int kib = 16; kib < 3_000; kib += 230) {
        Path store = mount.resolve("store");
        SnapshotId before;
        try (BackupRepository repository = Repositories.create(store)) {
          before = backUp(repository);
        }
        plantMore();
        Path filler = fill(mount, kib);
        try (BackupRepository repository = Repositories.open(store)) {
          backUp(repository);
        } catch (StoreFullException e) {
          full++;
          assertThat(e).hasMessageContaining(store.toString());
        }
        Files.delete(filler);
        assertIntactAndWorking(FileSystemStore.at(store), before);
        removeLater();
        delete(store);
      }
      assertThat(full).isGreaterThan(5);
    } finally {
      assertThat(run("umount", mount.toString())).isZero();
    }
  }

  /** Leaves so much room on a disk. */
  private static Path fill(Path mount, int kib) throws IOException {
    long free = Files.getFileStore(mount).getUsableSpace() - kib * 1024L;
    Path filler = mount.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      byte[] block = new byte[MIB];
      for (long left = free; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return filler;
  }

  private static void delete(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
