package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.pack.PackSink;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes the index of the packs that a run stores, and enters it into the log every few minutes, so
 * that a run that is cut short is found again by the next. Safe for use by many threads.
 */
final class RunIndex implements PackSink {
  /** A segment of a few MiB. */
  private static final int CHUNKS_PER_SEGMENT = 1 << 16;

  /** What a run that is cut short loses at most. */
  private static final Duration ADD_INTERVAL = Duration.ofMinutes(2);

  private final String run;
  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final Consumer<Change.Add> log;
  private final ReentrantLock lock = new ReentrantLock();
  private IndexSegmentWriter segment = new IndexSegmentWriter();
  private final List<String> written = new ArrayList<>();
  private long lastAdd = System.nanoTime();

  RunIndex(
      String run, BlobStore store, RepositoryKeys keys, Suite suite, Consumer<Change.Add> log) {
    this.run = run;
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.log = log;
  }

  @Override
  public void stored(PackContents pack) {
    lock.lock();
    try {
      segment.add(pack);
      boolean due = System.nanoTime() - lastAdd > ADD_INTERVAL.toNanos();
      if (due || segment.chunks() >= CHUNKS_PER_SEGMENT) {
        write();
      }
      if (due) {
        add();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    if (segment.isEmpty()) {
      return;
    }
    byte[] bytes =
        SealedDocument.seal(
            ContainerKind.INDEX,
            segment.payload(),
            buffer -> keys.seal(ContainerKind.INDEX, suite, buffer));
    String name = DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length);
    store.create(IndexLoader.key(name), BlobBody.of(bytes), CreateOptions.none());
    written.add(name);
    segment = new IndexSegmentWriter();
  }

  /** Enters into the log what it does not say yet. */
  void add() {
    lock.lock();
    try {
      write();
      if (!written.isEmpty()) {
        log.accept(new Change.Add(run, written));
        written.clear();
      }
      lastAdd = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the segments that the log does not name yet; all packs are in one now. */
  List<String> finish() {
    lock.lock();
    try {
      write();
      return List.copyOf(written);
    } finally {
      lock.unlock();
    }
  }
}
