package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.api.event.Phase;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes that back up, as {@code kill -9} does, and sees that nothing is lost.
 *
 * <p>The moment is random within one phase after the other, since some are much shorter than
 * others: the phase, the backup and the delay come from the seed. What is counted is the phase in
 * which the process really was. The number of kills is the system property {@code byssus.kills}.
 */
@Timeout(value = 450, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final int KILLS = Integer.getInteger("byssus.kills", 12);

  /** From so many kills on every phase has to have been hit. */
  private static final int ENOUGH = 100;

  private static final long SEED = 20_261_120;

  /** The markers, and about how many microseconds the phases last. */
  private static final Map<String, Integer> MICROS =
      new TreeMap<>(
          Map.of(
              EndlessBackups.BETWEEN,
              15_000,
              Phase.PREPARING.name(),
              1_500,
              Phase.STORING.name(),
              30_000,
              Phase.COMMITTING.name(),
              15_000));

  /** A child lives for a second or two: what starts fastest. */
  private static final List<String> CHILD_OPTIONS =
      List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Random random = new Random(SEED);
  private final Map<String, Integer> killed = new TreeMap<>();
  private final Set<SnapshotId> verified = new HashSet<>();
  private Path directory;
  private Path store;
  private Path source;
  private int restores;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    store = temporary.resolve("store");
    source = temporary.resolve("source");
  }

  @Test
  void nothingThatWasStoredIsLostByAKill() throws Exception {
    Repositories.create(store).close();
    int generation = 1;
    List<String> phases = List.copyOf(MICROS.keySet());
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> said = killIn(phases.get(kill % phases.size()), generation);
      generation = verify(said, generation) + 1;
    }
    try (BackupRepository repository = Repositories.open(store)) {
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }

    System.out.printf("%d kills with seed %d: %s%n", KILLS, SEED, killed);
    if (KILLS >= ENOUGH) {
      assertThat(killed.keySet()).containsExactlyInAnyOrderElementsOf(phases);
    }
  }

  /** Starts a process, kills it in a phase, and returns what it said. */
  private List<String> killIn(String phase, int generation) throws IOException {
    int backup = 1 + random.nextInt(2);
    long micros = random.nextInt(MICROS.getOrDefault(phase, 1));
    Process child =
        ChildJvm.start(
            ChildJvm.running(),
            CHILD_OPTIONS,
            EndlessBackups.class,
            store.toString(),
            source.toString(),
            Integer.toString(generation));
    List<String> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line;
      int left = backup;
      while (left > 0 && (line = lines.readLine()) != null) {
        said.add(line);
        left -= line.equals(phase) ? 1 : 0;
      }
      assertThat(left).as("the process ended by itself after " + said).isZero();
      LockSupport.parkNanos(micros * 1000);
      // By its handle: the process itself would close what is still to be read.
      child.toHandle().destroyForcibly();
      while ((line = lines.readLine()) != null) {
        said.add(line);
      }
    } finally {
      child.destroyForcibly();
    }
    child.onExit().join();
    String last = said.stream().filter(MICROS::containsKey).reduce((a, b) -> b).orElseThrow();
    boolean afterwards = said.get(said.size() - 1).startsWith(EndlessBackups.STORED);
    killed.merge(afterwards ? EndlessBackups.BETWEEN : last, 1, Integer::sum);
    return said;
  }

  /**
   * Restores all that is new and makes the next backup.
   *
   * @return the generation that was backed up
   */
  private int verify(List<String> said, int first) throws IOException {
    try (BackupRepository repository = Repositories.open(store)) {
      List<Snapshot> snapshots = repository.snapshots().list();
      assertThat(snapshots.stream().map(snapshot -> snapshot.id().hex()).toList())
          .containsAll(
              said.stream()
                  .filter(line -> line.startsWith(EndlessBackups.STORED))
                  .map(line -> line.substring(EndlessBackups.STORED.length()))
                  .toList());
      int latest = first;
      for (Snapshot snapshot : snapshots) {
        Generation generation = Generation.described(snapshot.description());
        latest = Math.max(latest, generation.number());
        if (verified.add(snapshot.id())) {
          restore(repository, snapshot.id(), generation);
        }
      }
      assertThat(repository.check().run().errors()).isEmpty();

      Generation next = new Generation(latest + 1);
      next.write(source);
      SnapshotId stored =
          repository
              .backup(FileSource.of(source))
              .origin("endless")
              .description(next.description())
              .run()
              .snapshot();
      restore(repository, stored, next);
      verified.add(stored);
      return next.number();
    }
  }

  private void restore(BackupRepository repository, SnapshotId snapshot, Generation generation)
      throws IOException {
    Path target = directory.resolve("restored" + restores++);
    repository.restore(snapshot).to(target).run();
    generation.assertIn(FileTree.restored(target, source));
    delete(target);
  }

  private static void delete(Path top) throws IOException {
    try (var paths = Files.walk(top)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
