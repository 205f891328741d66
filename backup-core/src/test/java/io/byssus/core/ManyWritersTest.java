package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes that back up changing trees, mostly of the same content, and one that forgets and
 * prunes, on one repository at once.
 *
 * <p>They run until each writer has stored some snapshots, in the thorough form for {@code
 * byssus.writers.seconds} (180), and are killed in the middle of their work.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyWritersTest {
  private static final Duration LONG =
      Duration.ofSeconds(Integer.getInteger("byssus.writers.seconds", 180));
  private static final int ENOUGH = 2;

  private final Path directory;

  ManyWritersTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void loseNothingWithClocksHoursApart() throws IOException {
    run(Duration.ZERO, -7, -1, 3, 11, 0);
  }

  @Test
  @Tag("thorough")
  void loseNothingForMinutes() throws IOException {
    run(LONG, 0, 0, 0, 0, 0);
  }

  @Test
  @Tag("thorough")
  void loseNothingForMinutesWithClocksHoursApart() throws IOException {
    run(LONG, 5, -26, 1, -3, 12);
  }

  /** The clock of the last one, by which snapshots are forgotten, is the maintenance's. */
  private void run(Duration atLeast, int... hoursWrong) throws IOException {
    KilledRepository repository = new KilledRepository(directory);
    List<EndlessProcess> processes = new ArrayList<>();
    int writers = hoursWrong.length - 1;
    try {
      for (int writer = 0; writer < writers; writer++) {
        processes.add(
            EndlessProcess.beside(
                directory.resolve("output" + writer),
                EndlessBackups.class,
                repository.store(),
                repository.source("writer" + writer).toString(),
                "1",
                Integer.toString(hoursWrong[writer])));
      }
      processes.add(
          EndlessProcess.beside(
              directory.resolve("output"),
              EndlessMaintenance.class,
              repository.store(),
              "1",
              Integer.toString(hoursWrong[writers])));
      long end = System.nanoTime() + atLeast.toNanos();
      while (System.nanoTime() < end || !haveAllDoneEnough(processes)) {
        assertThat(processes).allMatch(EndlessProcess::alive);
        LockSupport.parkNanos(20_000_000);
      }
      for (EndlessProcess process : processes) {
        process.kill();
      }
    } finally {
      processes.forEach(EndlessProcess::close);
    }
    repository.verify(processes, "writer0");
    repository.verifyAll();
    System.out.printf(
        "stored by %d writers: %s; forgotten: %d%n",
        writers,
        processes.stream().map(process -> process.ids(EndlessBackups.STORED).size()).toList(),
        processes.get(writers).ids(EndlessMaintenance.FORGOTTEN).size());
  }

  private static boolean haveAllDoneEnough(List<EndlessProcess> processes) throws IOException {
    for (EndlessProcess process : processes) {
      long done =
          process.soFar().stream()
              .filter(
                  line ->
                      line.startsWith(EndlessBackups.STORED)
                          || line.startsWith(EndlessMaintenance.FORGOTTEN + " "))
              .count();
      if (done < ENOUGH) {
        return false;
      }
    }
    return true;
  }
}
