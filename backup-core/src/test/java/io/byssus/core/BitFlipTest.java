package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.core.FlippedBitStore.Flip;
import io.byssus.core.check.CheckReport;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of one blob is wrong: a check of everything finds it, and no restore gives other bytes
 * than were backed up.
 */
class BitFlipTest {
  /** Another one is given by {@code -Dbyssus.seed=…}. */
  private static final long SEED = Long.getLong("byssus.seed", 20261120L);

  /** So that the test takes seconds. */
  private static final int EVERY_FEW_BYTES = 8;

  /** With a checkpoint there are many log entries to go through each time. */
  private static final int EVERY_MANY_BYTES = 16;

  /** Most of the time of a check of so little is waiting for threads to start and end. */
  private static final int THREADS = 8;

  private final InMemoryStore store = InMemoryStore.create();
  private final Map<SnapshotId, Map<String, byte[]>> snapshots = new LinkedHashMap<>();

  /** Small blobs of all kinds: chunks alone and in bundles, files in their entries, a link. */
  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    Path source = directory.resolve("source");
    FileTree.write(source.resolve("inline"), "stands in its entry");
    FileTree.write(source.resolve("bundled/a"), "a".repeat(700));
    FileTree.write(source.resolve("bundled/b"), "b".repeat(900));
    FileTree.write(source.resolve("alone"), "0123456789abcdef".repeat(9000));
    Files.createSymbolicLink(source.resolve("link"), Path.of("inline"));
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      snapshots.put(repository.backup(FileSource.of(source)).run().snapshot(), Map.of());
      FileTree.write(source.resolve("later"), "c".repeat(800));
      snapshots.put(repository.backup(FileSource.of(source)).run().snapshot(), Map.of());
      for (SnapshotId snapshot : List.copyOf(snapshots.keySet())) {
        MemoryTarget target = new MemoryTarget();
        repository.restore(snapshot).to(target).run();
        snapshots.put(snapshot, target.files());
      }
    }
  }

  @Test
  void noticesRandomFlips() throws Exception {
    assertNoticed(randomFlips("", EVERY_FEW_BYTES));
  }

  @Test
  @Tag("thorough")
  void noticesAFlipOfEveryBit() throws Exception {
    assertNoticed(allFlips(""));
  }

  /** A checkpoint repeats what the log says: nothing is lost with it. */
  @Test
  void noticesRandomFlipsInACheckpoint() throws Exception {
    writeCheckpoint();
    assertNoticed(randomFlips("checkpoint/", EVERY_MANY_BYTES));
  }

  @Test
  @Tag("thorough")
  void noticesAFlipOfEveryBitInACheckpoint() throws Exception {
    writeCheckpoint();
    assertNoticed(allFlips("checkpoint/"));
  }

  private void writeCheckpoint() {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      while (Repositories.keys(store, "checkpoint/").isEmpty()) {
        KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
        repository.keys().remove(added.id());
      }
    }
  }

  private List<Flip> allFlips(String prefix) {
    return flips(prefix, 1, at -> IntStream.range(at, at + 1));
  }

  /** Returns one bit out of each few bytes of each blob. */
  private List<Flip> randomFlips(String prefix, int bytes) {
    Random random = new Random(SEED);
    int bits = bytes * Byte.SIZE;
    return flips(prefix, bits, at -> IntStream.of(at + random.nextInt(bits)));
  }

  private List<Flip> flips(String prefix, int step, IntFunction<IntStream> choice) {
    List<Flip> flips = new ArrayList<>();
    for (BlobKey key : Repositories.keys(store, prefix)) {
      int bits = Repositories.read(store, key).length * Byte.SIZE;
      for (int at = 0; at < bits; at += step) {
        choice.apply(at).filter(bit -> bit < bits).forEach(bit -> flips.add(new Flip(key, bit)));
      }
    }
    return flips;
  }

  private void assertNoticed(List<Flip> flips) throws InterruptedException, ExecutionException {
    assertThat(flips).isNotEmpty();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<@Nullable String>> trials = new ArrayList<>();
      flips.forEach(flip -> trials.add(() -> failure(flip)));
      List<String> failures = new ArrayList<>();
      for (Future<@Nullable String> trial : executor.invokeAll(trials)) {
        String failure = trial.get();
        if (failure != null) {
          failures.add(failure);
        }
      }
      assertThat(failures).as("with the seed %d, of %d flips", SEED, flips.size()).isEmpty();
    } finally {
      executor.shutdownNow();
    }
  }

  /** Returns what went wrong with a flip, or {@code null}. */
  private @Nullable String failure(Flip flip) {
    try (BackupRepository repository = open(flip)) {
      CheckReport report = Repositories.checkAll(repository);
      boolean named =
          report.findings().stream().anyMatch(f -> f.object().equals(flip.key().value()));
      boolean mayBeRebuilt = flip.key().value().startsWith("checkpoint/");
      if (!named || (report.healthy() && !mayBeRebuilt)) {
        return flip + ": the check found " + report.findings();
      }
      for (Map.Entry<SnapshotId, Map<String, byte[]>> snapshot : snapshots.entrySet()) {
        String wrong = wrong(repository, snapshot.getKey(), snapshot.getValue());
        if (wrong != null) {
          return flip + ": " + wrong;
        }
      }
      return null;
    } catch (ByssusException e) {
      boolean needed =
          flip.key().value().equals("config") || flip.key().value().startsWith("keys/");
      return needed ? null : flip + ": " + e;
    }
  }

  private BackupRepository open(Flip flip) {
    return BackupRepository.on(new FlippedBitStore(store.sameBlobs(), flip))
        .keys(Repositories.KEYS)
        .processors(1)
        .open();
  }

  private @Nullable String wrong(
      BackupRepository repository, SnapshotId snapshot, Map<String, byte[]> expected) {
    MemoryTarget target = new MemoryTarget();
    boolean reported;
    try {
      reported = !repository.restore(snapshot).to(target).allowIncomplete().run().complete();
    } catch (ByssusException e) {
      reported = true;
    }
    for (Map.Entry<String, byte[]> file : target.files().entrySet()) {
      if (!Arrays.equals(file.getValue(), expected.get(file.getKey()))) {
        return "wrong bytes in " + file.getKey();
      }
    }
    boolean complete = target.files().keySet().equals(expected.keySet());
    return complete || reported ? null : "files are missing and nobody says so";
  }
}
