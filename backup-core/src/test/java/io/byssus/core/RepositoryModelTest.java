package io.byssus.core;

import io.byssus.api.store.BlobStore;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.crash.CrashFileSystem;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backups, changes, forgetting, crashes and restores by chance, compared with what should be there.
 *
 * <p>The seed is in the name of the test and in the failure; {@code -Dbyssus.seed=N} starts from
 * that one, and {@code -Dbyssus.seeds=N} runs so many.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepositoryModelTest {
  private static final long FIRST = Long.getLong("byssus.seed", 1);
  private static final int STEPS = 30;
  private static final int MANY_STEPS = 150;

  private final Path directory;

  RepositoryModelTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + Integer.getInteger("byssus.seeds", 3));
  }

  static LongStream manySeeds() {
    return LongStream.range(FIRST, FIRST + Integer.getInteger("byssus.seeds", 40));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWhatItShouldInMemory(long seed) throws IOException {
    run(seed, new Memory(), STEPS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWhatItShouldOnADiskThatLosesPower(long seed) throws IOException {
    run(seed, new LosingDisk(), STEPS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWhatItShouldInADirectory(long seed) throws IOException {
    run(seed, () -> FileSystemStore.at(directory.resolve("store")), STEPS);
  }

  @Tag("thorough")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  void holdsWhatItShouldForLong(long seed) throws IOException {
    run(seed, seed % 2 == 0 ? new Memory() : new LosingDisk(), MANY_STEPS);
  }

  private void run(long seed, RepositoryModel.Place place, int steps) throws IOException {
    RepositoryModel model = new RepositoryModel(seed, place, directory.resolve("source"));
    try {
      model.run(steps);
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + " after " + model.history(), e);
    }
  }

  private static final class Memory implements RepositoryModel.Place {
    private final InMemoryStore store = InMemoryStore.create();

    @Override
    public BlobStore client() {
      return store.sameBlobs();
    }
  }

  /** Each crash is one of the machine. */
  private static final class LosingDisk implements RepositoryModel.Place {
    private CrashFileSystem disk = CrashFileSystem.create();

    @Override
    public BlobStore client() {
      return FileSystemStore.at(disk.getPath("/store"));
    }

    @Override
    public void crash(long seed) {
      disk = disk.recording().crashNow(seed).fileSystem();
    }
  }
}
