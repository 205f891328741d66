package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a repository has to hold whose processes are killed, by what they said. */
final class KilledRepository {
  private final Path directory;
  private final Path store;

  /** The snapshots that are there for good, unless somebody says that he forgets one. */
  private final Map<String, Snapshot> alive = new HashMap<>();

  private final Map<String, Integer> generations = new TreeMap<>();
  private int restores;

  /** Creates the repository. */
  KilledRepository(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("store");
    Repositories.create(store).close();
  }

  String store() {
    return store.toString();
  }

  /** Returns the source of an origin. */
  Path source(String origin) {
    return directory.resolve(origin);
  }

  /** Returns which generation of an origin is next. */
  int nextGeneration(String origin) {
    return generations.getOrDefault(origin, 0) + 1;
  }

  /**
   * Checks the repository after processes have died, restores what is new, and makes the next
   * backup of an origin.
   */
  void verify(List<EndlessProcess> dead, String next) throws IOException {
    try (BackupRepository repository = Repositories.open(store)) {
      if (dead.stream().anyMatch(process -> process.said().contains(EndlessRepair.REPAIRING))) {
        repository.repair().run();
      }
      noteWhatIsThere(repository, dead);
      assertThat(repository.check().run().errors()).isEmpty();
      Generation generation = new Generation(nextGeneration(next));
      generation.write(source(next));
      SnapshotId stored =
          repository
              .backup(FileSource.of(source(next)))
              .origin(next)
              .description(generation.description())
              .run()
              .snapshot();
      note(repository, repository.snapshots().pick(stored));
      assertThat(Repositories.checkAll(repository).errors()).as("with all data read").isEmpty();
    }
  }

  /** Deletes what was left over, restores everything once more, and reads all that is stored. */
  void verifyAll() throws IOException {
    try (BackupRepository repository = Repositories.open(store)) {
      // One that was killed may have asked prunes to wait: it will never be heard of again.
      repository.prune().grace(Duration.ZERO).patience(Duration.ZERO).run();
      repository.repair().run(); // what could not be while a mark of others was open
      repository.prune().grace(Duration.ZERO).patience(Duration.ZERO).run();
      PrunePlan left = repository.prune().grace(Duration.ZERO).plan();
      assertThat(left.packsGoing() + left.packsUnknown() + left.packsCondemned())
          .as("what is left over after a prune: %s", left)
          .isZero();
      for (Snapshot snapshot : alive.values()) {
        restore(repository, snapshot);
      }
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  private void noteWhatIsThere(BackupRepository repository, List<EndlessProcess> dead)
      throws IOException {
    Map<String, Snapshot> listed =
        repository.snapshots().list().stream()
            .collect(Collectors.toMap(snapshot -> snapshot.id().hex(), snapshot -> snapshot));
    for (EndlessProcess process : dead) {
      for (String id : process.ids(EndlessMaintenance.FORGETTING)) {
        alive.remove(id);
      }
    }
    assertThat(listed.keySet()).as("what was reported").containsAll(alive.keySet());
    Set<String> forgetting = all(dead, EndlessMaintenance.FORGETTING);
    Set<String> stored = all(dead, EndlessBackups.STORED);
    stored.removeAll(forgetting);
    assertThat(listed.keySet()).as("what was reported as stored").containsAll(stored);
    assertThat(all(dead, EndlessMaintenance.FORGOTTEN))
        .as("what was reported as forgotten")
        .noneMatch(listed::containsKey);
    for (Snapshot snapshot : listed.values()) {
      boolean known = alive.containsKey(snapshot.id().hex());
      if (!known && !snapshot.origin().equals(EndlessMaintenance.FODDER)) {
        note(repository, snapshot);
      }
    }
  }

  private static Set<String> all(List<EndlessProcess> processes, String word) {
    return processes.stream()
        .flatMap(process -> process.ids(word).stream())
        .collect(Collectors.toSet());
  }

  private void note(BackupRepository repository, Snapshot snapshot) throws IOException {
    generations.merge(
        snapshot.origin(), Generation.described(snapshot.description()).number(), Math::max);
    restore(repository, snapshot);
    alive.put(snapshot.id().hex(), snapshot);
  }

  private void restore(BackupRepository repository, Snapshot snapshot) throws IOException {
    Path target = directory.resolve("restored" + restores++);
    repository.restore(snapshot).to(target).run();
    Generation.described(snapshot.description())
        .assertIn(FileTree.restored(target, source(snapshot.origin())));
    try (Stream<Path> paths = Files.walk(target)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
