package io.byssus.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The X25519 key pair of an epoch, without the private key for who only writes. */
final class ContentKey {
  private final int epoch;
  private final byte[] publicKey;
  private final byte @Nullable [] privateKey;

  ContentKey(int epoch, byte[] publicKey, byte @Nullable [] privateKey) {
    this.epoch = epoch;
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  static ContentKey generate(int epoch) {
    return of(epoch, RandomBytes.of(X25519.KEY_BYTES));
  }

  /** Returns the pair of a private key, which it keeps. */
  static ContentKey of(int epoch, byte[] privateKey) {
    return new ContentKey(epoch, X25519.publicKey(privateKey), privateKey);
  }

  /** Returns the public key alone. */
  ContentKey toWrite() {
    return new ContentKey(epoch, publicKey, null);
  }

  int epoch() {
    return epoch;
  }

  byte[] publicKey() {
    return publicKey;
  }

  byte @Nullable [] privateKey() {
    return privateKey;
  }

  void wipe() {
    if (privateKey != null) {
      Arrays.fill(privateKey, (byte) 0);
    }
  }
}
