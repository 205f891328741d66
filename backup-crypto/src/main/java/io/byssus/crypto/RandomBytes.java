package io.byssus.crypto;

import java.security.SecureRandom;

/** Fresh random bytes for keys, salts and ids, from the operating system. */
final class RandomBytes {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomBytes() {}

  static byte[] of(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
