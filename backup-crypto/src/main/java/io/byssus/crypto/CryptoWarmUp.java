package io.byssus.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes a fresh JVM compile its ciphers and its hash before they are needed.
 *
 * <p>While they are interpreted, they are many times slower, and large pieces keep them so: the JVM
 * counts calls. This seals, opens and hashes some thousand small pieces under keys that nobody
 * knows, and is meant to run in the background while a key is derived. Each call has its own place:
 * safe for use by several threads.
 */
public final class CryptoWarmUp {
  /** Enough calls for the JDK's compiler to compile what each of them calls. */
  private static final int PIECES = 20_000;

  /** After so many calls it is looked at how fast they have become. */
  private static final int BATCH = 500;

  /** Two batches, so that one lucky batch between two stages of the compiler does not count. */
  private static final int COMPILED_BATCHES = 2;

  /**
   * Large enough for the ciphers' loops over blocks to be compiled: 256 bytes are on JDK 17, but
   * leave the first 64 MiB ten times slower on JDK 25.
   */
  private static final int PIECE_BYTES = 1024;

  /** Compiled code seals and opens a piece in 2 to 3 µs; interpreted, it takes 15 and more. */
  private static final long COMPILED_NANOS = 4_000;

  /** Hashes of large pieces pass the blocks on together: so must these. */
  private static final int HASHED_BYTES = 4096;

  private static final int HASHED_PIECES = 2_000;
  private static final int HASHED_BATCH = 50;

  /**
   * Compiled code takes 3 µs, or 16 where the processor does not help; interpreted, 40 and more.
   */
  private static final long HASHED_NANOS = 20_000;

  private static final int KEY_BYTES = 32;
  private static final int ASSOCIATED_BYTES = Jce.HASH_BYTES + RecordHeader.BYTES;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private CryptoWarmUp() {}

  /** Warms the default suite up in a thread of its own, the first time it is called in this JVM. */
  public static void inBackground() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(CryptoWarmUp::run, "byssus-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Warms the default suite and the hash up. */
  public static void run() {
    run(Suite.AES_256_GCM);
  }

  /**
   * Warms a suite and the hash up; ends early when the thread is interrupted.
   *
   * @param suite what to warm up
   */
  public static void run(Suite suite) {
    ciphers(suite);
    hash();
  }

  private static void ciphers(Suite suite) {
    byte[] keyBytes = RandomBytes.of(KEY_BYTES);
    WipeableKey key = new WipeableKey(suite.keyAlgorithm(), keyBytes, 0, KEY_BYTES);
    Arrays.fill(keyBytes, (byte) 0);
    Aead aead = new Aead();
    byte[] nonce = new byte[Aead.NONCE_BYTES];
    byte[] associatedData = new byte[ASSOCIATED_BYTES];
    byte[] piece = new byte[PIECE_BYTES];
    byte[] sealed = new byte[PIECE_BYTES + Aead.TAG_BYTES];
    untilCompiled(
        PIECES,
        BATCH,
        COMPILED_NANOS,
        number -> {
          ByteBuffer.wrap(nonce).putInt(number);
          aead.seal(suite, key, nonce, associatedData, piece, 0, piece.length, sealed, 0);
          aead.open(suite, key, nonce, associatedData, sealed, 0, sealed.length, piece, 0);
        });
    key.destroy();
  }

  private static void hash() {
    ChunkHasher hasher = new ChunkHasher(RandomBytes.of(KEY_BYTES));
    byte[] piece = new byte[HASHED_BYTES];
    untilCompiled(
        HASHED_PIECES, HASHED_BATCH, HASHED_NANOS, number -> hasher.hash(piece, 0, piece.length));
  }

  private interface Call {
    void run(int number);
  }

  /** Calls until a call takes less than a time, on average of a batch; so often at most. */
  private static void untilCompiled(int most, int batch, long compiledNanos, Call call) {
    int compiled = 0;
    long batchStart = System.nanoTime();
    for (int i = 1; i <= most && compiled < COMPILED_BATCHES; i++) {
      call.run(i);
      if (i % batch == 0) {
        long now = System.nanoTime();
        compiled = (now - batchStart) / batch < compiledNanos ? compiled + 1 : 0;
        batchStart = now;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
  }
}
