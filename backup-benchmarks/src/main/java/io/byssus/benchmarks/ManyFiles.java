package io.byssus.benchmarks;

import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Backs a tree of many small files up, then again unchanged, checks and restores it, and prints how
 * long each takes and how much of the heap it uses at most: run it with the heap that is to
 * suffice. The tree is planted if its directory is not there, a thousand files to a directory.
 *
 * <pre>
 * java -Xmx256m -cp backup-benchmarks/target/benchmarks.jar io.byssus.benchmarks.ManyFiles DIRECTORY [FILES]
 * </pre>
 */
public final class ManyFiles {
  private static final char[] PASSPHRASE = "only for this measurement".toCharArray();
  private static final int DEFAULT_FILES = 1_000_000;
  private static final int FILES_OF_A_DIRECTORY = 1000;
  private static final long LOOK_NANOS = 20_000_000;
  private static final Duration END = Duration.ofMinutes(1);
  private static final double MEBI = 1 << 20;

  private final Path source;
  private final Path place;

  private ManyFiles(Path source, Path place) {
    this.source = source;
    this.place = place;
  }

  /** Measures and prints a table. */
  public static void main(String[] arguments) throws IOException, TimeoutException {
    Path place = Path.of(arguments[0]).toAbsolutePath();
    int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_FILES;
    ManyFiles measurement = new ManyFiles(place.resolve("source"), place);
    measurement.plant(files);
    measurement.run();
  }

  private void plant(int files) throws IOException {
    if (Files.exists(source)) {
      return;
    }
    for (int i = 0; i < files; i++) {
      Path directory = source.resolve(Integer.toString(i / FILES_OF_A_DIRECTORY));
      if (i % FILES_OF_A_DIRECTORY == 0) {
        Files.createDirectories(directory);
      }
      Files.write(
          directory.resolve("file " + i), ("content " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void run() throws TimeoutException {
    System.out.printf(
        Locale.ROOT, "heap: %.0f MiB at most%n", Runtime.getRuntime().maxMemory() / MEBI);
    try (BackupRepository repository =
        BackupRepository.at(place.resolve("repository").toUri())
            .passphrase(PASSPHRASE)
            .foreground()
            .create()) {
      BackupReport first = step("first backup", repository.backup(FileSource.of(source)).start());
      BackupReport second = step("unchanged", repository.backup(FileSource.of(source)).start());
      System.out.printf(
          Locale.ROOT,
          "%,d new, then %,d unmodified%n",
          first.filesNew(),
          second.filesUnmodified());
      step("check all data", repository.check().readData(Fraction.ALL).start());
      step("restore", repository.restore(second.snapshot()).to(place.resolve("target")).start());
    }
  }

  /** The most that is in use right behind a collection is what the work itself needs. */
  private static <R> R step(String name, Execution<R> work) throws TimeoutException {
    long start = System.nanoTime();
    long most = 0;
    try (work) {
      while (!work.ended()) {
        LockSupport.parkNanos(LOOK_NANOS);
        most = Math.max(most, afterCollection());
      }
      R result = work.await(END);
      System.out.printf(
          Locale.ROOT,
          "%-15s %6.1f s, %4.0f MiB in use behind a collection%n",
          name,
          (System.nanoTime() - start) / 1e9,
          most / MEBI);
      return result;
    }
  }

  private static long afterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}
