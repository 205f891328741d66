package io.byssus.benchmarks;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.key.KeyProvider;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * How much slower an application answers while a backup runs in its JVM.
 *
 * <p>The application answers requests that arrive at a fixed rate, each some hundred microseconds
 * of work that allocates, as building an answer does. The time of a request counts from when it
 * should have begun, so that one slow answer shows in those that wait behind it. Rounds with and
 * without backups alternate; each backup is a first one, into a repository that was made and opened
 * before. A key provider keeps the keys: what is to be seen is backups, and not what many
 * derivations from a passphrase leave the compiler and the collector to do.
 *
 * <pre>
 * java -cp backup-benchmarks/target/benchmarks.jar io.byssus.benchmarks.GuestLatency DIRECTORY [SECONDS [ROUNDS]]
 * </pre>
 */
public final class GuestLatency {
  private static final KeyProvider KEYS = new KeyInMemory();
  private static final int DEFAULT_SECONDS = 15;
  private static final int DEFAULT_ROUNDS = 3;

  /** In a JVM that is new to backups, the compiler alone takes a third of a processor. */
  private static final int WARM_UPS = 3;

  /** More than fit into one round. */
  private static final int MOST_BACKUPS = 20;

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int PARTS_OF_ANSWER = 2_000;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;
  private static final double P999 = 0.999;

  private final Path source;
  private final Path place;
  private long answers;

  private GuestLatency(Path source, Path place) {
    this.source = source;
    this.place = place;
  }

  /** Measures and prints a table. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("usage: GuestLatency DIRECTORY [SECONDS [ROUNDS]]");
    }
    Path source = Path.of(arguments[0]);
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_SECONDS;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : DEFAULT_ROUNDS;
    Path place = Files.createTempDirectory("byssus-guest");
    try {
      new GuestLatency(source, place).measure(Duration.ofSeconds(seconds), rounds);
    } finally {
      remove(place);
    }
  }

  private void measure(Duration length, int rounds) throws IOException {
    serve(length); // both sides are compiled before anything counts
    Backups first = new Backups();
    try (first) {
      for (int i = 0; i < WARM_UPS; i++) {
        serve(length);
      }
    }
    print("warmed up: %s%n", first);
    double[][] alone = new double[rounds][];
    double[][] beside = new double[rounds][];
    print(
        "%d processors, a request each %d ms%n",
        Runtime.getRuntime().availableProcessors(), TimeUnit.NANOSECONDS.toMillis(PERIOD_NANOS));
    print("| round | | median | 99 %% | 99.9 %% |%n|---|---|---:|---:|---:|%n");
    for (int round = 0; round < rounds; round++) {
      alone[round] = row(round, "alone", serve(length));
      Backups backups = new Backups();
      try (backups) {
        beside[round] = row(round, "beside a backup", serve(length));
      }
      print("| | %s | | | |%n", backups);
    }
    double before = median(alone);
    double with = median(beside);
    print("%n(all answers together: %x)%n", answers); // so that none can be left out
    print(
        "99th percentile, medians of %d rounds: %.3f ms alone, %.3f ms beside a backup, %+.0f %%%n",
        rounds, before, with, (with / before - 1) * 100);
  }

  private static double median(double[][] rounds) {
    double[] p99 = Arrays.stream(rounds).mapToDouble(round -> round[1]).sorted().toArray();
    return p99[p99.length / 2];
  }

  private double[] row(int round, String what, long[] nanos) {
    double[] figures = {at(nanos, MEDIAN), at(nanos, P99), at(nanos, P999)};
    print(
        "| %d | %s | %.3f ms | %.3f ms | %.3f ms |%n",
        round + 1, what, figures[0], figures[1], figures[2]);
    return figures;
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))] / 1e6;
  }

  /** Answers requests for a time and returns how long each took, in order of length. */
  private long[] serve(Duration length) {
    int count = (int) (length.toNanos() / PERIOD_NANOS);
    long[] nanos = new long[count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + i * PERIOD_NANOS;
      long wait;
      while ((wait = due - System.nanoTime()) > 0) {
        LockSupport.parkNanos(wait);
      }
      answers += answer(i);
      nanos[i] = System.nanoTime() - due;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static long answer(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PARTS_OF_ANSWER; i++) {
      text.append("{\"order\":").append(number).append(",\"line\":").append(i).append('}');
    }
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    return sum.getValue();
  }

  private void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
    System.out.flush();
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return; // it was never made, and why is what the caller throws
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One first backup after the other, in the background, until it is closed. */
  private final class Backups implements AutoCloseable {
    private final Deque<BackupRepository> fresh = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "backups");
    private volatile boolean ended;
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Backups() {
      for (int i = 0; i < MOST_BACKUPS; i++) {
        URI repository = place.resolve("repository-" + i).toUri();
        fresh.add(BackupRepository.at(repository).keys(KEYS).withoutRecoveryKey().create());
      }
      thread.start();
    }

    private void run() {
      while (!ended) {
        try (BackupRepository repository = fresh.remove();
            Execution<BackupReport> backup =
                repository.backup(FileSource.of(source)).allowIncomplete().start()) {
          while (!ended && !backup.ended()) {
            LockSupport.parkNanos(PERIOD_NANOS);
          }
          if (backup.ended()) {
            completed.incrementAndGet();
          }
          bytes.addAndGet(backup.progress().bytes().bytes());
        }
      }
    }

    @Override
    public void close() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      fresh.forEach(BackupRepository::close);
      try {
        remove(place);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return completed.get() + " backups done, " + DataSize.ofBytes(bytes.get()) + " read";
    }
  }
}
