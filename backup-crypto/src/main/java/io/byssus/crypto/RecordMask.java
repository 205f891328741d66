package io.byssus.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * Hides record headers and the trailer under the first bytes of HMAC(mask key, position).
 *
 * <p>Not safe for use by several threads, but a mask that is never applied can be {@linkplain #copy
 * copied} by many at once.
 */
final class RecordMask {
  /** The trailer is masked as if it stood where no record can. */
  static final long TRAILER_POSITION = -1;

  private final Mac mac;
  private final byte[] position = new byte[Long.BYTES];
  private final byte[] stream = new byte[Jce.HASH_BYTES];

  RecordMask(byte[] key) {
    this(Jce.hmac(key));
  }

  private RecordMask(Mac mac) {
    this.mac = mac;
  }

  /** Returns a mask under the same key; cheaper than making one. */
  RecordMask copy() {
    try {
      return new RecordMask((Mac) mac.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java runtime's HmacSHA256 can't be cloned", e);
    }
  }

  /** Masks or unmasks up to 32 bytes. Source and destination may be the same bytes. */
  void apply(long at, byte[] source, int offset, byte[] destination, int target, int length) {
    for (int i = 0; i < Long.BYTES; i++) {
      position[i] = (byte) (at >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    mac.update(position);
    try {
      mac.doFinal(stream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stream has room for the hash", e);
    }
    for (int i = 0; i < length; i++) {
      destination[target + i] = (byte) (source[offset + i] ^ stream[i]);
    }
  }
}
