package io.byssus.testkit.store;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.PageToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the tests of stores say in one word: put, content, keys, and many threads at once. */
public final class StoreProbe {
  /** Bytes: longer than the blocks in which stores copy, and no multiple of one. */
  public static final int LARGE = 3 * 1024 * 1024 + 17;

  /** No store is that slow with what a test asks of it; a test that hangs ends here. */
  private static final long PATIENCE_SECONDS = 120;

  private StoreProbe() {}

  /** Creates a blob of an array's bytes. */
  public static void put(BlobStore store, String key, byte[] content) {
    store.create(BlobKey.of(key), BlobBody.of(content), CreateOptions.none());
  }

  /** Creates a blob of a text in UTF-8. */
  public static void put(BlobStore store, String key, String content) {
    put(store, key, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the whole content of a blob, of the length that the store says. */
  public static byte[] content(BlobStore store, String key) {
    BlobKey blob = BlobKey.of(key);
    byte[] bytes = new byte[(int) store.stat(blob).orElseThrow().length()];
    store.read(blob, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Returns the whole content of a blob as text in UTF-8. */
  public static String text(BlobStore store, String key) {
    return new String(content(store, key), StandardCharsets.UTF_8);
  }

  /** Returns all blobs with a prefix, page by page. */
  public static List<BlobInfo> blobs(BlobStore store, String prefix) {
    List<BlobInfo> blobs = new ArrayList<>();
    @Nullable PageToken after = null;
    do {
      BlobPage page = store.list(prefix, after);
      blobs.addAll(page.blobs());
      PageToken next = page.next().orElse(null);
      if (next != null && next.equals(after)) {
        throw new AssertionError("a listing that does not get on from " + next);
      }
      after = next;
    } while (after != null);
    return blobs;
  }

  /** Returns all keys with a prefix, page by page. */
  public static List<String> keys(BlobStore store, String prefix) {
    return blobs(store, prefix).stream().map(blob -> blob.key().value()).toList();
  }

  /** Returns bytes that nothing compresses, the same for the same seed. */
  public static byte[] randomBytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /**
   * Runs tasks at once, each on a thread of its own, and returns their results in order.
   *
   * @param threads how many
   * @param task makes the task of a thread by its number from 0 on
   * @throws Exception the first that a task threw
   */
  public static <T> List<T> atOnce(int threads, IntFunction<Callable<T>> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        Callable<T> body = task.apply(thread);
        running.add(
            executor.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return body.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
