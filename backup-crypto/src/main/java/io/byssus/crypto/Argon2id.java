package io.byssus.crypto;

import io.byssus.api.NotEnoughMemoryException;
import io.byssus.api.key.Secret;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id, version 1.3 (RFC 9106): makes a key of a passphrase, so that each guess costs memory
 * and time.
 *
 * <p>Safe for use by several threads; each call takes the memory that the parameters name from the
 * heap.
 */
public final class Argon2id {
  /** Length of the key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final byte[] NOTHING = {};

  /** A header and a reference with compressed pointers or without, rounded up. */
  private static final int BLOCK_OVERHEAD_BYTES = 40;

  /** What the advice leaves to everything else in the heap. */
  private static final int REST_OF_HEAP_MIB = 128;

  private Argon2id() {}

  /**
   * Returns the key of a passphrase. Its bytes are taken as they are: no Unicode normalisation.
   *
   * @param passphrase the passphrase
   * @param parameters costs and salt
   * @return the key; the caller closes it
   * @throws NotEnoughMemoryException if the heap is too small for the parameters' memory
   */
  public static Secret derive(Secret passphrase, Argon2idParameters parameters) {
    requireHeap(parameters, Runtime.getRuntime().maxMemory());
    Argon2Parameters.Builder builder =
        costs(parameters.memoryKib(), parameters.passes(), parameters.lanes())
            .withSalt(parameters.salt());
    byte[] key;
    try {
      key = passphrase.use(bytes -> generate(builder, bytes, KEY_BYTES));
    } catch (OutOfMemoryError e) {
      // The rest of the heap was not free. What was allocated here is garbage by now.
      throw notEnoughMemory(parameters, Runtime.getRuntime().maxMemory(), e);
    }
    try {
      return Secret.copyOf(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Refuses what can't fit into a heap, whatever else is in it, before anything is allocated. */
  static void requireHeap(Argon2idParameters parameters, long maxHeap) {
    if (heapBytes(parameters) > maxHeap) {
      throw notEnoughMemory(parameters, maxHeap, null);
    }
  }

  /** Each KiB is an array of its own, with a header and a reference. */
  private static long heapBytes(Argon2idParameters parameters) {
    return parameters.memoryKib() * (1024L + BLOCK_OVERHEAD_BYTES);
  }

  private static NotEnoughMemoryException notEnoughMemory(
      Argon2idParameters parameters, long maxHeap, @Nullable OutOfMemoryError cause) {
    long heapMib = (heapBytes(parameters) >> 20) + REST_OF_HEAP_MIB;
    return new NotEnoughMemoryException(
        "Argon2id takes "
            + (parameters.memoryKib() >> 10)
            + " MiB of memory for this passphrase's key file, and the Java heap has at most "
            + (maxHeap >> 20)
            + " MiB",
        "Give the Java virtual machine more heap: -Xmx" + heapMib + "m.",
        cause);
  }

  /** All inputs of RFC 9106, unbounded, for its test vector. */
  static byte[] generate(
      int memoryKib,
      int passes,
      int lanes,
      byte[] salt,
      byte[] secret,
      byte[] associatedData,
      byte[] passphrase,
      int length) {
    return generate(
        costs(memoryKib, passes, lanes)
            .withSalt(salt)
            .withSecret(secret)
            .withAdditional(associatedData),
        passphrase,
        length);
  }

  private static Argon2Parameters.Builder costs(int memoryKib, int passes, int lanes) {
    return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(memoryKib)
        .withIterations(passes)
        .withParallelism(lanes)
        .withSecret(NOTHING)
        .withAdditional(NOTHING);
  }

  private static byte[] generate(Argon2Parameters.Builder builder, byte[] passphrase, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(builder.build());
    byte[] key = new byte[length];
    generator.generateBytes(passphrase, key);
    return key;
  }
}
