package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.store.ForwardingStore;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application notices of operations in its JVM. */
class GuestTest {
  private static final int YIELDING = 10;

  private static final long SHORTEST_SLICE_NANOS = 100_000;

  private final YieldingOfUploads store = new YieldingOfUploads(InMemoryStore.create());
  private Path source;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    assumeTrue(Posix.available(), "needs the system calls of Linux");
    source = directory.resolve("source");
    FileTree.write(source.resolve("file"), FileTree.random(1, 1 << 20));
  }

  @Test
  void operationsLeaveTheProcessorsToTheApplication() {
    int own = niceness();
    try (BackupRepository repository =
        BackupRepository.on(store).keys(Repositories.KEYS).create()) {
      store.forget();
      repository.backup(FileSource.of(source)).run();
    }

    assertThat(store.seen()).containsExactly(Math.max(own, YIELDING));
    assertThat(niceness()).as("of the caller").isEqualTo(own);
  }

  @Test
  void whoeverWakesUpWaitsForTheShortestSliceOfAnOperation() {
    assumeTrue(slices(), "needs Linux 6.12, where threads choose their slices");
    try (BackupRepository repository =
        BackupRepository.on(store).keys(Repositories.KEYS).create()) {
      store.forget();
      repository.backup(FileSource.of(source)).run();
    }

    assertThat(store.slices()).containsExactly(SHORTEST_SLICE_NANOS);
  }

  @Test
  void operationsStayOnTheProcessorsTheyMayKeepBusy() {
    int all = allProcessors();
    Set<Integer> listening = new ConcurrentSkipListSet<>();
    try (BackupRepository repository =
        BackupRepository.on(store)
            .keys(Repositories.KEYS)
            .listener(event -> listening.add(usableProcessors()))
            .create()) {
      store.forget();
      repository.backup(FileSource.of(source)).run();
    }
    assertThat(store.processors()).containsExactly(all / 2);
    assertThat(listening).as("of the listener, who may start threads").containsExactly(all);
    assertThat(usableProcessors()).as("of the caller").isEqualTo(all);
    assertThat(ForkJoinPool.getCommonPoolParallelism()).isEqualTo(all - 1);
  }

  @Test
  void operationsThatMayTakeAllProcessorsDo() {
    int all = allProcessors();
    try (BackupRepository repository =
        BackupRepository.on(store).keys(Repositories.KEYS).processors(all).create()) {
      store.forget();
      repository.backup(FileSource.of(source)).run();
    }

    assertThat(store.processors()).containsExactly(all);
  }

  private static int allProcessors() {
    int all = usableProcessors();
    assumeTrue(all > 1, "needs two processors");
    assumeTrue(
        all == Runtime.getRuntime().availableProcessors(), "needs a process without a quota");
    return all;
  }

  private static int usableProcessors() {
    return Posix.find().orElseThrow().processors().cardinality();
  }

  private static boolean slices() {
    Matcher version =
        Pattern.compile("(\\d+)\\.(\\d+).*").matcher(System.getProperty("os.version"));
    return version.matches()
        && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2)) >= 6_012;
  }

  @Test
  void operationsInTheForegroundDoNot() {
    int own = niceness();
    try (BackupRepository repository =
        BackupRepository.on(store).keys(Repositories.KEYS).foreground().create()) {
      store.forget();
      repository.backup(FileSource.of(source)).run();
    }

    assertThat(store.seen()).containsExactly(own);
  }

  private static int niceness() {
    return Posix.find().orElseThrow().niceness();
  }

  /** Notes how the threads that create blobs yield to others. */
  private static final class YieldingOfUploads extends ForwardingStore {
    private final Set<Integer> seen = new ConcurrentSkipListSet<>();
    private final Set<Long> slices = new ConcurrentSkipListSet<>();
    private final Set<Integer> processors = new ConcurrentSkipListSet<>();

    YieldingOfUploads(BlobStore store) {
      super(store);
    }

    @Override
    public void create(BlobKey key, BlobBody body, CreateOptions options) {
      seen.add(niceness());
      slices.add(Posix.find().orElseThrow().slice());
      processors.add(usableProcessors());
      super.create(key, body, options);
    }

    void forget() {
      seen.clear();
      slices.clear();
      processors.clear();
    }

    Set<Integer> processors() {
      return processors;
    }

    Set<Long> slices() {
      return slices;
    }

    Set<Integer> seen() {
      return seen;
    }
  }
}
