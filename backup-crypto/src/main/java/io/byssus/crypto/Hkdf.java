package io.byssus.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF with SHA-256 (RFC 5869): makes independent keys of one secret.
 *
 * <p>Safe for use by several threads.
 */
public final class Hkdf {
  /** The most that {@link #expand} gives: 255 blocks of the hash. */
  public static final int MAX_OUTPUT = 255 * Jce.HASH_BYTES;

  private Hkdf() {}

  /**
   * Concentrates a secret in a pseudorandom key (RFC 5869, section 2.2).
   *
   * @param salt not secret; may be empty
   * @param secret the input keying material
   * @return 32 bytes; the caller wipes them
   */
  public static byte[] extract(byte[] salt, byte[] secret) {
    return Jce.hmac(salt).doFinal(secret);
  }

  /**
   * Expands a pseudorandom key (RFC 5869, section 2.3).
   *
   * @param key a pseudorandom key of at least 32 bytes
   * @param info what the output is for
   * @param length bytes wanted, from 1 to {@link #MAX_OUTPUT}
   * @return so many bytes; the caller wipes them
   * @throws IllegalArgumentException if the length is out of range
   */
  public static byte[] expand(byte[] key, byte[] info, int length) {
    if (length < 1 || length > MAX_OUTPUT) {
      throw new IllegalArgumentException(
          "HKDF-SHA-256 gives 1 to " + MAX_OUTPUT + " bytes, not " + length);
    }
    Mac mac = Jce.hmac(key);
    int blocks = (length + Jce.HASH_BYTES - 1) / Jce.HASH_BYTES;
    byte[] output = new byte[blocks * Jce.HASH_BYTES];
    try {
      for (int block = 0; block < blocks; block++) {
        if (block > 0) {
          mac.update(output, (block - 1) * Jce.HASH_BYTES, Jce.HASH_BYTES);
        }
        mac.update(info);
        mac.update((byte) (block + 1));
        mac.doFinal(output, block * Jce.HASH_BYTES);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the output has room for every block", e);
    }
    byte[] result = Arrays.copyOf(output, length);
    Arrays.fill(output, (byte) 0);
    return result;
  }
}
