package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.pack.PackSink;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the index of the packs that a run stores, and enters it into the log again and again, so
 * that a run that is cut short is found by the next. Safe for use by many threads.
 */
final class RunIndex implements PackSink {
  /** A segment of a few MiB. */
  private static final int CHUNKS_PER_SEGMENT = 1 << 16;

  /** What a run that is cut short loses at most. */
  private static final Duration ADD_INTERVAL = Duration.ofMinutes(2);

  /** Nor does it lose more than this: seconds of a fast store. */
  static final long ADD_BYTES = 256L << 20;

  /** But for large runs, that lose this share, so that they don't make thousands of entries. */
  private static final int ADD_SHARE = 16;

  private final RunLog log;
  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final long addBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private IndexSegmentWriter segment = new IndexSegmentWriter();
  private List<PackName> inSegment = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();
  private final List<PackName> packsOfWalk = new ArrayList<>();
  private long bytes;
  private long bytesAdded;
  private long lastAdd = System.nanoTime();

  /** A segment that is stored and, as far as is known, named by no entry. */
  private record Written(String name, PackSet packs) {}

  /**
   * Creates an index of a run that has stored nothing.
   *
   * @param addBytes what a run that is cut short loses at most, while it is small
   */
  RunIndex(RunLog log, BlobStore store, RepositoryKeys keys, Suite suite, long addBytes) {
    this.addBytes = addBytes;
    this.log = log;
    this.store = store;
    this.keys = keys;
    this.suite = suite;
  }

  @Override
  public void stored(PackContents pack) {
    lock.lock();
    try {
      segment.add(pack);
      inSegment.add(pack.name());
      packsOfWalk.add(pack.name());
      bytes += pack.length();
      boolean due =
          System.nanoTime() - lastAdd > ADD_INTERVAL.toNanos()
              || bytes - bytesAdded >= Math.max(addBytes, bytes / ADD_SHARE);
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
    byte[] sealed =
        SealedDocument.seal(
            ContainerKind.INDEX,
            segment.payload(),
            buffer -> keys.seal(ContainerKind.INDEX, suite, buffer));
    String name = DigestAlgorithm.SHA_256.hex(sealed, 0, sealed.length);
    store.create(IndexLoader.key(name), BlobBody.of(sealed), CreateOptions.none());
    written.add(new Written(name, PackSet.of(inSegment.stream().map(PackName::key).toList())));
    segment = new IndexSegmentWriter();
    inSegment = new ArrayList<>();
  }

  /**
   * Enters into the log what it does not say yet. Segments that may not be named any more are left
   * where they are.
   */
  void add() {
    lock.lock();
    try {
      write();
      if (!written.isEmpty()) {
        log.append(
            tail -> {
              List<String> names = nameable(tail);
              return names.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Change.Add(log.run(), names, keys.domain()));
            });
        written.clear();
      }
      bytesAdded = bytes;
      lastAdd = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Enters what is stored into the log, and begins to count the packs of another walk. */
  void nextWalk() {
    lock.lock();
    try {
      add();
      packsOfWalk.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the packs that were stored in this walk. */
  List<PackName> packsOfWalk() {
    lock.lock();
    try {
      return List.copyOf(packsOfWalk);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what is left and commits a snapshot, in one entry.
   *
   * @param snapshot the snapshot's container
   * @param reliance what the snapshot relies on
   * @return the state behind the entry
   * @throws Reliance.Lost if what the snapshot needs may not be relied on, or not be named any more
   */
  LogState commit(byte[] snapshot, Reliance reliance) {
    lock.lock();
    try {
      write();
      return log.commit(
          tail -> {
            reliance.requireIn(tail);
            return new Change.Commit(log.run(), toCommit(tail), snapshot);
          });
    } finally {
      lock.unlock();
    }
  }

  private List<String> toCommit(LogState tail) {
    List<String> names = nameable(tail);
    for (Written one : written) {
      if (!names.contains(one.name()) && !tail.segments(keys.domain()).contains(one.name())) {
        throw new Reliance.Lost(
            "index segment " + one.name() + " went while the backup relied on it");
      }
    }
    return names;
  }

  /** An entry whose answer was lost may have named them already: a name is used once. */
  private List<String> nameable(LogState tail) {
    List<Condemned> gone = tail.condemnedSince(log.begun());
    return written.stream()
        .filter(one -> !tail.segments(keys.domain()).contains(one.name()))
        .filter(one -> gone.stream().noneMatch(g -> takes(g, one)))
        .map(Written::name)
        .toList();
  }

  private static boolean takes(Condemned gone, Written one) {
    return gone.segments().contains(one.name()) || !one.packs().intersect(gone.packs()).isEmpty();
  }
}
