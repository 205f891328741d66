package io.byssus.core;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.Source;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Forgets snapshots and prunes until it is killed, and says what it is doing. */
final class EndlessMaintenance {
  /** Said with the ids of what is about to be forgotten. */
  static final String FORGETTING = "FORGETTING";

  /** Said with the ids of what is forgotten. */
  static final String FORGOTTEN = "FORGOTTEN";

  /** Said before what no snapshot needs is deleted. */
  static final String PRUNING = "PRUNING";

  /** Said when it is. */
  static final String PRUNED = "PRUNED";

  /** The origin of snapshots that are only made to be forgotten. */
  static final String FODDER = "fodder";

  /** Snapshots of each origin that stay. */
  static final int KEPT = 3;

  /** Long enough for a backup of a small tree, short for one that was killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int FODDER_SIZE = 50_000;

  private EndlessMaintenance() {}

  /**
   * Runs.
   *
   * @param arguments the repository, a seed, and by how many hours the clock is wrong
   */
  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[1]));
    Duration ahead = Duration.ofHours(Long.parseLong(arguments[2]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    RetentionPolicy policy = RetentionPolicy.builder().keepLast(KEPT).build();
    try (BackupRepository repository = Repositories.open(Path.of(arguments[0]), ahead)) {
      while (true) {
        out.println(EndlessBackups.BETWEEN);
        feed(repository, random);
        forget(repository, policy, out);
        out.println(PRUNING);
        repository.prune().grace(Duration.ZERO).patience(PATIENCE).run();
        out.println(PRUNED);
      }
    }
  }

  private static void feed(BackupRepository repository, Random random) {
    byte[] content = new byte[FODDER_SIZE];
    random.nextBytes(content);
    for (int i = 0; i <= KEPT; i++) {
      int length = FODDER_SIZE - i;
      repository
          .backup(Source.stream(FODDER, () -> new ByteArrayInputStream(content, 0, length)))
          .origin(FODDER)
          .run();
    }
  }

  private static void forget(BackupRepository repository, RetentionPolicy policy, PrintStream out) {
    RetentionPlan plan = repository.retention(policy).plan();
    out.println(FORGETTING + ids(plan.removed().stream().map(Snapshot::id).toList()));
    out.println(FORGOTTEN + ids(plan.run().forgotten()));
  }

  private static String ids(List<SnapshotId> snapshots) {
    return snapshots.stream().map(id -> " " + id.hex()).collect(Collectors.joining());
  }
}
