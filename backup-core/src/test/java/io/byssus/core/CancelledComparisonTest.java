package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A restore that is cancelled while it reads what is there. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class CancelledComparisonTest {
  private static final long SIZE = 1L << 40;

  @Test
  void aRestoreStopsBetweenTwoBlocksOfAHole(@TempDir Path directory) throws IOException {
    assumeTrue(Posix.available(), Posix.unavailableReason());
    Path source = directory.resolve("f");
    try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    ManyZeros zeros = new ManyZeros();
    try (BackupRepository repository = Repositories.create(InMemoryStore.create())) {
      SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
      try (Execution<RestoreReport> restore =
          repository.restore(snapshot).from(source.toString()).to(zeros).start()) {
        zeros.running.complete(restore);

        assertThatThrownBy(() -> restore.await(Duration.ofSeconds(50)))
            .isInstanceOf(OperationCancelledException.class);
      }
    }

    assertThat(zeros.reads).hasValue(1);
  }

  /** Has one file of zeros, does not tell that they are a hole, and cancels who reads them. */
  private static final class ManyZeros implements Target, TargetSession, TargetView, TargetContent {
    private final CompletableFuture<Execution<RestoreReport>> running = new CompletableFuture<>();
    private final AtomicLong reads = new AtomicLong();

    @Override
    public String location() {
      return "zeros";
    }

    @Override
    public TargetSession open() {
      return this;
    }

    @Override
    public Optional<TargetView> view() {
      return Optional.of(this);
    }

    @Override
    public List<TargetEntry> list(EntryPath path) {
      EntryMetadata metadata = EntryMetadata.of(EntryKind.FILE).size(SIZE).build();
      return List.of(new TargetEntry(EntryName.of("f"), metadata, new byte[0]));
    }

    @Override
    public TargetContent open(EntryPath file) {
      return this;
    }

    @Override
    public long size() {
      return SIZE;
    }

    @Override
    public void read(long offset, ByteBuffer buffer) {
      reads.incrementAndGet();
      running.join().cancel();
      buffer.position(buffer.limit());
    }

    @Override
    public Begun beginDirectory(EntryPath path) {
      return Begun.FOUND;
    }

    @Override
    public TargetFile beginFile(EntryPath path, EntryMetadata metadata) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget) {
      throw new AssertionError("there is no link");
    }

    @Override
    public void endDirectory(EntryPath path, EntryMetadata metadata) {}

    @Override
    public void close() {}
  }
}
