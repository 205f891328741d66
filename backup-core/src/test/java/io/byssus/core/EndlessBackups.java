package io.byssus.core;

import io.byssus.api.Execution;
import io.byssus.api.event.Phase;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Backs up one generation after the other until it is killed, and says what it is doing. */
final class EndlessBackups {
  static final String STORED = "STORED ";

  /** Said while no backup runs. */
  static final String BETWEEN = "BETWEEN";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = 50_000;

  private EndlessBackups() {}

  /**
   * Runs.
   *
   * @param arguments the repository, the source, whose name is the origin, the first generation,
   *     and by how many hours the clock is wrong
   */
  public static void main(String[] arguments) throws Exception {
    Path source = Path.of(arguments[1]);
    // Each line is one write: what was said before the end is not lost in a buffer.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Duration ahead = Duration.ofHours(Long.parseLong(arguments[3]));
    try (BackupRepository repository = Repositories.open(Path.of(arguments[0]), ahead)) {
      for (int number = Integer.parseInt(arguments[2]); ; number++) {
        out.println(BETWEEN);
        Generation generation = new Generation(number);
        generation.write(source);
        out.println(STORED + backUp(repository, source, generation, out).snapshot().hex());
      }
    }
  }

  private static BackupReport backUp(
      BackupRepository repository, Path source, Generation generation, PrintStream out)
      throws Exception {
    out.println(Phase.PREPARING);
    try (Execution<BackupReport> running =
        repository
            .backup(FileSource.of(source))
            .origin(source.getFileName().toString())
            .description(generation.description())
            .start()) {
      Phase last = Phase.PREPARING;
      while (!running.ended()) {
        Phase now = running.progress().phase();
        if (now != last && now != Phase.DONE) {
          out.println(now);
          last = now;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
      return running.await(LIMIT);
    }
  }
}
