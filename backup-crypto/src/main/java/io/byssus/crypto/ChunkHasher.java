package io.byssus.crypto;

import io.byssus.api.ChunkId;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * Names chunks: HMAC-SHA-256 of their plaintext under the domain's ids key, so that equal content
 * has one name and nobody without the key can tell what a name stands for.
 *
 * <p>Not safe for use by several threads: each has its own.
 */
public final class ChunkHasher {
  private final Mac mac;
  private final byte[] result = new byte[ChunkId.BYTES];

  ChunkHasher(byte[] idsKey) {
    mac = Jce.hmac(idsKey);
  }

  /**
   * Returns the name of a chunk.
   *
   * @param bytes where its plaintext is
   * @param offset where it starts
   * @param length how long it is
   */
  public ChunkId hash(byte[] bytes, int offset, int length) {
    mac.update(bytes, offset, length);
    try {
      mac.doFinal(result, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the result has room for the hash", e);
    }
    return ChunkId.of(result, 0);
  }
}
