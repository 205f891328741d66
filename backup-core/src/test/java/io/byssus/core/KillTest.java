package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.event.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes that work on one repository, as {@code kill -9} does, and sees that nothing is
 * lost.
 *
 * <p>Two run at once: one that backs up and one that forgets and prunes, or one that damages what
 * can be repaired, and repairs it. One of them is killed at a random moment of one phase after the
 * other, since some are much shorter than others, and the other one behind it, wherever it is.
 * Phase, round and delay come from the seed. What is counted is the phase in which a process really
 * was. The number of kills is the system property {@code byssus.kills}.
 */
@Timeout(value = 2400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final int FEW = 14;
  private static final int MANY = Integer.getInteger("byssus.kills", 500);

  /** From so many kills on every phase has to have been hit. */
  private static final int ENOUGH = 100;

  /** So many rounds more are aimed at phases that were not hit yet: some last for an instant. */
  private static final int MORE_ROUNDS = 50;

  private static final long SEED = 20_261_120;
  private static final String ORIGIN = "endless";
  private static final String BESIDE = "beside";

  /** The phases, and about how many microseconds they last. */
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
              15_000,
              EndlessMaintenance.FORGETTING,
              5_000,
              EndlessMaintenance.PRUNING,
              60_000,
              EndlessRepair.REPAIRING,
              40_000));

  private static final Set<String> OF_MAINTENANCE =
      Set.of(EndlessMaintenance.FORGETTING, EndlessMaintenance.PRUNING);

  private final Random random = new Random(SEED);
  private final Map<String, Integer> killed = new TreeMap<>();
  private final Path directory;
  private final KilledRepository repository;

  KillTest(@TempDir Path directory) {
    this.directory = directory;
    this.repository = new KilledRepository(directory);
  }

  @Test
  void nothingThatWasStoredIsLostByAKill() throws IOException {
    killOften(FEW);
  }

  @Test
  @Tag("thorough")
  void nothingThatWasStoredIsLostByManyKills() throws IOException {
    killOften(MANY);
  }

  private void killOften(int kills) throws IOException {
    List<String> phases = List.copyOf(MICROS.keySet());
    for (int round = 0; round < kills / 2; round++) {
      killIn(phases.get(round % phases.size()));
    }
    if (kills >= ENOUGH) {
      hitEachOf(phases);
    }
    repository.verifyAll();

    int all = killed.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%d kills with seed %d: %s%n", all, SEED, killed);
    if (kills >= ENOUGH) {
      assertThat(killed.keySet()).containsAll(phases);
    }
  }

  private void hitEachOf(List<String> phases) throws IOException {
    for (int round = 0; round < MORE_ROUNDS; round++) {
      Optional<String> missed =
          phases.stream().filter(phase -> !killed.containsKey(phase)).findFirst();
      if (missed.isEmpty()) {
        return;
      }
      killIn(missed.get());
    }
  }

  private void killIn(String phase) throws IOException {
    try (EndlessProcess beside = beside(phase);
        EndlessProcess victim = victim(phase)) {
      victim.killIn(phase, 1 + random.nextInt(2), random.nextInt(MICROS.getOrDefault(phase, 1)));
      assertThat(beside.alive()).as("the other process still runs").isTrue();
      beside.kill();
      for (EndlessProcess dead : List.of(victim, beside)) {
        killed.merge(dead.phase(), 1, Integer::sum);
      }
      repository.verify(List.of(victim, beside), ORIGIN);
    }
  }

  private EndlessProcess victim(String phase) throws IOException {
    if (OF_MAINTENANCE.contains(phase)) {
      return EndlessProcess.followed(EndlessMaintenance.class, maintenanceArguments());
    }
    return phase.equals(EndlessRepair.REPAIRING)
        ? EndlessProcess.followed(EndlessRepair.class, maintenanceArguments())
        : EndlessProcess.followed(EndlessBackups.class, backupArguments(ORIGIN));
  }

  /** Who finds an index that can't be read does not prune, so only backups run beside a repair. */
  private EndlessProcess beside(String phase) throws IOException {
    return OF_MAINTENANCE.contains(phase) || phase.equals(EndlessRepair.REPAIRING)
        ? backingUp(BESIDE)
        : maintaining();
  }

  private EndlessProcess backingUp(String origin) throws IOException {
    return EndlessProcess.beside(
        directory.resolve("output"), EndlessBackups.class, backupArguments(origin));
  }

  private EndlessProcess maintaining() throws IOException {
    return EndlessProcess.beside(
        directory.resolve("output"), EndlessMaintenance.class, maintenanceArguments());
  }

  private String[] backupArguments(String origin) {
    return new String[] {
      repository.store(),
      repository.source(origin).toString(),
      Integer.toString(repository.nextGeneration(origin)),
      hoursWrong()
    };
  }

  private String[] maintenanceArguments() {
    return new String[] {repository.store(), Long.toString(random.nextLong()), hoursWrong()};
  }

  /** No clock takes part in what is kept. */
  private String hoursWrong() {
    return Integer.toString(random.nextInt(25) - 12);
  }
}
