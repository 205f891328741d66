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
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
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
 * should have begun, so that one slow answer shows in those that wait behind it. Each backup is a
 * first one, into a repository that was made and opened before. A key provider keeps the keys: what
 * is to be seen is backups, and not what many derivations from a passphrase leave the compiler and
 * the collector to do.
 *
 * <p>Short rounds alternate: the application alone, beside a process that only keeps a processor
 * busy, and beside backups. The second is the control: what it costs is the machine's doing, as
 * where processors are virtual and wake up the later the more of them are used, and no guest could
 * cost less. A percentile is that of all rounds of a kind together.
 *
 * <pre>
 * java -cp backup-benchmarks/target/benchmarks.jar io.byssus.benchmarks.GuestLatency DIRECTORY [SECONDS [ROUNDS]]
 * </pre>
 */
public final class GuestLatency {
  private static final KeyProvider KEYS = new KeyInMemory();
  private static final int DEFAULT_SECONDS = 8;
  private static final int DEFAULT_ROUNDS = 8;

  /** In a JVM that is new to backups, the compiler alone takes a third of a processor. */
  private static final Duration WARM_UP = Duration.ofSeconds(90);

  /** More backups than fit into the warm-up, and into a round. */
  private static final int MOST_IN_WARM_UP = 60;

  private static final int MOST_IN_ROUND = 10;

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** Not a multiple of the period: looks and requests would meet each time. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(51);

  private static final int PARTS_OF_ANSWER = 2_000;
  private static final double P99 = 0.99;

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
    Backups first = new Backups(MOST_IN_WARM_UP);
    try (first) {
      serve(WARM_UP);
    }
    print("warmed up: %s%n", first);
    print(
        "%d processors, a request each %d ms, %d rounds of %d s of each kind%n",
        Runtime.getRuntime().availableProcessors(),
        TimeUnit.NANOSECONDS.toMillis(PERIOD_NANOS),
        rounds,
        length.toSeconds());
    Latencies alone = new Latencies("alone");
    Latencies control = new Latencies("beside a busy process");
    Latencies beside = new Latencies("beside a backup");
    for (int round = 0; round < rounds; round++) {
      alone.add(serve(length));
      BusyProcess busy = BusyProcess.start();
      try (busy) {
        control.add(serve(length));
      }
      Backups backups = new Backups(MOST_IN_ROUND);
      try (backups) {
        beside.add(serve(length));
      }
      print("round %d: %s%n", round + 1, backups);
    }
    print("%n| | median | 99 %% | rounds' 99 %% | 99.9 %% |%n|---|---:|---:|---|---:|%n");
    for (Latencies latencies : List.of(alone, control, beside)) {
      print("%s%n", latencies.row());
    }
    print("%n(all answers together: %x)%n", answers); // so that none can be left out
    print(
        "99th percentile: %.3f ms alone, %.3f ms beside a busy process (%s), %.3f ms beside a backup (%s)%n",
        alone.at(P99),
        control.at(P99),
        control.riseOver(alone),
        beside.at(P99),
        beside.riseOver(alone));
  }

  /** Answers requests for a time and returns how long each took, in nanoseconds. */
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

    Backups(int most) {
      for (int i = 0; i < most; i++) {
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
            LockSupport.parkNanos(LOOK_NANOS);
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
