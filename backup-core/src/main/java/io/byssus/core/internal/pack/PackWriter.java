package io.byssus.core.internal.pack;

import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.crypto.CryptoWarmUp;
import io.byssus.crypto.WriterRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into packs and packs into the store.
 *
 * <p>Threads that add records borrow an open pack each, so that they seal side by side without
 * sharing one. A pack that is full goes to the upload threads. There is a fixed number of buffers:
 * who needs one waits until an upload has given one back, and so nobody runs ahead of the store.
 */
public final class PackWriter implements AutoCloseable {
  private final WriterRun run;
  private final PackStore store;
  private final PackSettings settings;
  private final PackSink sink;
  private final Stage<OpenPack> uploads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> freeBuffers = new ArrayDeque<>();
  private final Deque<OpenPack> idleData = new ArrayDeque<>();
  private final Deque<OpenPack> idleTrees = new ArrayDeque<>();
  private final Map<PackKind, Integer> open = new EnumMap<>(PackKind.class);
  private int buffersMade;

  /**
   * Creates a writer; its upload threads start.
   *
   * @param run seals the packs and names them
   * @param store where they go, with their parity
   * @param settings how much memory to use
   * @param sink is told of every pack that is stored
   */
  public PackWriter(WriterRun run, PackStore store, PackSettings settings, PackSink sink) {
    this.run = run;
    this.store = store;
    this.settings = settings;
    this.sink = sink;
    for (PackKind kind : PackKind.values()) {
      open.put(kind, 0);
    }
    if (settings.spareBuffers() == 0) {
      // While a tight heap has as much room in one piece: some collectors never move large arrays.
      while (buffersMade < settings.buffers()) {
        freeBuffers.addFirst(new byte[settings.packSize()]);
        buffersMade++;
      }
    }
    this.uploads = new Stage<>("upload", settings.uploads(), settings.buffers(), this::upload);
  }

  /** Adds a record to a pack of a kind. Waits while all buffers are in use. */
  void add(PackKind kind, PackRecord record) {
    OpenPack pack = borrow(kind);
    // The next one may be another thread's, which is as full as this one.
    while (!pack.fits(record) && !pack.isEmpty()) {
      retire(pack);
      pack = borrow(kind);
    }
    try {
      pack.add(record);
    } finally {
      giveBack(pack);
    }
  }

  private OpenPack borrow(PackKind kind) {
    int limit = kind == PackKind.TREE ? 1 : settings.openPacks();
    lock.lock();
    try {
      while (true) {
        uploads.throwIfFailed();
        OpenPack pack = idle(kind).pollFirst();
        if (pack != null) {
          return pack;
        }
        int count = open.getOrDefault(kind, 0);
        byte[] buffer = count < limit ? freeBuffer() : null;
        if (buffer != null) {
          open.put(kind, count + 1);
          if (kind == PackKind.DATA) {
            CryptoWarmUp.inBackground(); // more will follow, and this one is sealed slowly
          }
          return new OpenPack(kind, run.seal(kind.container(), buffer));
        }
        Stage.await(changed);
      }
    } finally {
      lock.unlock();
    }
  }

  private Deque<OpenPack> idle(PackKind kind) {
    return kind == PackKind.TREE ? idleTrees : idleData;
  }

  private byte @Nullable [] freeBuffer() {
    byte[] buffer = freeBuffers.pollFirst();
    if (buffer == null && buffersMade < settings.buffers()) {
      buffersMade++;
      return new byte[settings.packSize()];
    }
    return buffer;
  }

  private void giveBack(OpenPack pack) {
    lock.lock();
    try {
      idle(pack.kind()).addFirst(pack);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void retire(OpenPack pack) {
    uploads.put(pack);
    lock.lock();
    try {
      open.merge(pack.kind(), -1, Integer::sum);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void upload(OpenPack pack) {
    try {
      PackContents contents = pack.finish(run.id());
      store.create(contents, pack.bytes());
      sink.stored(contents);
    } finally {
      lock.lock();
      try {
        freeBuffers.addFirst(pack.bytes());
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Uploads what is open and waits until every pack is in the store. Nobody may add meanwhile. */
  public void finish() {
    for (PackKind kind : PackKind.values()) {
      OpenPack pack;
      while ((pack = idle(kind).pollFirst()) != null) {
        retire(pack);
      }
    }
    uploads.finish();
  }

  /** Stops the upload threads; what was not finished is not in the store. */
  @Override
  public void close() {
    uploads.close();
  }
}
