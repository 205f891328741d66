package io.byssus.core.internal.pack;

import io.byssus.core.internal.index.PackName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The plaintexts of the bundles that were read last, since files next to each other share bundles.
 * Two threads that want one at once read it once. Safe for use by many threads.
 */
final class RecordCache {
  private final long capacity;
  private final LinkedHashMap<Key, CompletableFuture<byte[]>> recent =
      new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /** The place of a record. */
  record Key(PackName pack, int offset) {}

  RecordCache(long capacity) {
    this.capacity = capacity;
  }

  byte[] get(Key key, Supplier<byte[]> reader) {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> present;
    synchronized (recent) {
      present = recent.putIfAbsent(key, mine);
      if (present != null) {
        recent.get(key); // counts as a use
      }
    }
    if (present != null) {
      return join(present);
    }
    try {
      byte[] plain = reader.get();
      mine.complete(plain);
      added(plain.length);
      return plain;
    } catch (Throwable t) {
      synchronized (recent) {
        recent.remove(key);
      }
      mine.completeExceptionally(t);
      throw t;
    }
  }

  private static byte[] join(CompletableFuture<byte[]> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void added(long length) {
    synchronized (recent) {
      bytes += length;
      var eldest = recent.entrySet().iterator();
      while (bytes > capacity && eldest.hasNext()) {
        Map.Entry<Key, CompletableFuture<byte[]>> entry = eldest.next();
        if (entry.getValue().isDone()) {
          bytes -= entry.getValue().join().length;
          eldest.remove();
        }
      }
    }
  }
}
