package io.byssus.crypto;

import java.nio.ByteBuffer;
import javax.crypto.Mac;

/**
 * Hashes the names of a directory's entries under the domain's names key: by these hashes large
 * directories are split.
 *
 * <p>Not safe for use by several threads: each has its own.
 */
public final class NameHasher {
  private final Mac mac;

  NameHasher(byte[] namesKey) {
    mac = Jce.hmac(namesKey);
  }

  /**
   * Returns the hash of a name: the first 8 bytes of HMAC-SHA-256, big-endian.
   *
   * @param name the name's bytes
   */
  public long hash(byte[] name) {
    return ByteBuffer.wrap(mac.doFinal(name)).getLong();
  }
}
