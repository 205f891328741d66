package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyStoreTest {
  /** More than a backup walks ahead of what it has stored. */
  private static final int MANY = 6000;

  /** Backups of a schedule: each finds what those before it left behind. */
  private static final int ROUNDS = 3;

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

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losesNothingWhateverFails(int seed) throws IOException {
    Random random = new Random(seed);
    FileTree.plantMixture(source, seed);
    Map<SnapshotId, Map<String, String>> stored = new HashMap<>();
    try (BackupRepository repository = Repositories.create(store)) {
      for (int round = 0; round < ROUNDS; round++) {
        FileTree.write(source.resolve("many/0/" + round), FileTree.random(round, 200_000));
        Map<String, String> state = FileTree.describe(source);
        injectSome(random);
        try {
          stored.put(backup(repository, source).snapshot(), state);
        } catch (ByssusException e) {
          assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
        }
      }

      store.heal();
      stored.put(backup(repository, source).snapshot(), FileTree.describe(source));

      assertThat(Repositories.checkAll(repository).errors()).as("seed %d", seed).isEmpty();
      for (var snapshot : stored.entrySet()) {
        Path restored = target.resolve(snapshot.getKey().hex());
        repository.restore(snapshot.getKey()).to(restored).run();
        assertThat(FileTree.describe(FileTree.restored(restored, source)))
            .as("seed %d", seed)
            .isEqualTo(snapshot.getValue());
      }
    }
    assertNoThreadIsLeft();
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Integer.getInteger("byssus.schedules", 12));
  }

  /** From a request now and then to one in three, of all kinds. */
  private void injectSome(Random random) {
    store.heal();
    List<StoreOperation> operations = List.of(StoreOperation.values());
    for (Fault fault :
        List.of(
            Fault.unavailable(),
            Fault.responseLost(),
            Fault.requestLost(),
            Fault.full(),
            Fault.brokenRead())) {
      double probability = Math.pow(random.nextDouble(), 4) / 3;
      StoreOperation operation = operations.get(random.nextInt(operations.size()));
      store.inject(
          fault,
          Trigger.seeded(random.nextLong(), probability)
              .and(random.nextBoolean() ? Trigger.every(operation) : request -> true));
    }
  }

  /** Threads end with their operation, though some a moment after it. */
  private static void assertNoThreadIsLeft() {
    Instant until = Instant.now().plusSeconds(60);
    while (!threads().isEmpty() && Instant.now().isBefore(until)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("byssus-") && !name.equals("byssus-warm-up"))
        .toList();
  }

  private static BackupReport backup(BackupRepository repository, Path source) {
    return repository.backup(FileSource.of(source)).run();
  }
}
