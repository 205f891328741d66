package io.byssus.crypto;

import io.byssus.api.UnsupportedFormatException;
import java.nio.ByteBuffer;

/**
 * What it costs to try a passphrase with Argon2id (RFC 9106), and the salt.
 *
 * <p>The costs are bounded, and checked before anything is allocated: a hostile repository must not
 * be able to ask for 100 GB of memory or for hours. Immutable.
 */
public final class Argon2idParameters {
  /** Length of the salt in bytes. */
  public static final int SALT_BYTES = 32;

  static final int ENCODED_BYTES = 3 * Integer.BYTES + SALT_BYTES;

  /** Below this, a passphrase is tried too cheaply. */
  static final int MIN_MEMORY_KIB = 8 << 10;

  /** More would keep small machines from opening a repository. */
  static final int MAX_MEMORY_KIB = 1 << 20;

  static final int MAX_PASSES = 16;
  static final int MAX_LANES = 16;

  /** RFC 9106, section 3.1: memory is at least 8 KiB for each lane. */
  static final int MIN_MEMORY_KIB_PER_LANE = 8;

  /** Memory times passes, which is the time it takes: some seconds on one core. */
  public static final long MAX_WORK_KIB = 4L << 20;

  /**
   * OWASP's cheat sheet for password storage calls 19 MiB and two passes as strong as 46 MiB and
   * one; it takes less memory from an application, and 50 ms less in a young JVM.
   */
  private static final int RECOMMENDED_MEMORY_KIB = 19 << 10;

  private static final int RECOMMENDED_PASSES = 2;

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;

  private Argon2idParameters(int memoryKib, int passes, int lanes, byte[] salt) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
  }

  /** Returns the costs that OWASP recommends (19 MiB, two passes, one lane) with a fresh salt. */
  public static Argon2idParameters recommended() {
    return of(RECOMMENDED_MEMORY_KIB, RECOMMENDED_PASSES, 1);
  }

  /**
   * Returns costs with a fresh salt.
   *
   * @param memoryKib memory in KiB, from 8 MiB to 1 GiB
   * @param passes passes over the memory, from 1 to 16; memory × passes is at most 4 GiB
   * @param lanes lanes, from 1 to 16
   * @throws IllegalArgumentException if a cost is out of bounds
   */
  public static Argon2idParameters of(int memoryKib, int passes, int lanes) {
    if (!bounded(memoryKib, passes, lanes)) {
      throw new IllegalArgumentException(outOfBounds(memoryKib, passes, lanes));
    }
    return new Argon2idParameters(memoryKib, passes, lanes, RandomBytes.of(SALT_BYTES));
  }

  /** Returns the same costs with a fresh salt. */
  Argon2idParameters withFreshSalt() {
    return of(memoryKib, passes, lanes);
  }

  /** Reads parameters at a buffer's position. */
  static Argon2idParameters read(ByteBuffer encoded) {
    int memoryKib = encoded.getInt();
    int passes = encoded.getInt();
    int lanes = encoded.getInt();
    byte[] salt = new byte[SALT_BYTES];
    encoded.get(salt);
    if (!bounded(memoryKib, passes, lanes)) {
      throw new UnsupportedFormatException(outOfBounds(memoryKib, passes, lanes));
    }
    return new Argon2idParameters(memoryKib, passes, lanes, salt);
  }

  byte[] encoded() {
    return ByteBuffer.allocate(ENCODED_BYTES)
        .putInt(memoryKib)
        .putInt(passes)
        .putInt(lanes)
        .put(salt)
        .array();
  }

  /** Returns the memory in KiB. */
  public int memoryKib() {
    return memoryKib;
  }

  /** Returns the passes over the memory. */
  public int passes() {
    return passes;
  }

  /** Returns the lanes. */
  public int lanes() {
    return lanes;
  }

  /** Returns memory times passes in KiB, which is what the time of a guess grows with. */
  public long workKib() {
    return (long) memoryKib * passes;
  }

  /** Returns a copy of the salt. */
  public byte[] salt() {
    return salt.clone();
  }

  private static boolean bounded(int memoryKib, int passes, int lanes) {
    return memoryKib >= MIN_MEMORY_KIB
        && memoryKib <= MAX_MEMORY_KIB
        && passes >= 1
        && passes <= MAX_PASSES
        && lanes >= 1
        && lanes <= MAX_LANES
        && memoryKib >= lanes * MIN_MEMORY_KIB_PER_LANE
        && (long) memoryKib * passes <= MAX_WORK_KIB;
  }

  private static String outOfBounds(int memoryKib, int passes, int lanes) {
    return "Argon2id parameters out of bounds: "
        + Integer.toUnsignedString(memoryKib)
        + " KiB of memory, "
        + Integer.toUnsignedString(passes)
        + " passes, "
        + Integer.toUnsignedString(lanes)
        + " lanes; accepted are 8 MiB to 1 GiB, 1 to 16 passes, 1 to 16 lanes, and memory times"
        + " passes up to 4 GiB";
  }

  @Override
  public String toString() {
    return "Argon2id, " + memoryKib + " KiB, " + passes + " passes, " + lanes + " lanes";
  }
}
