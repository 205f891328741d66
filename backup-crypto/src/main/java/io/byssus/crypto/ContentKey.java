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
    byte[] privateKey = RandomBytes.of(X25519.KEY_BYTES);
    return new ContentKey(epoch, X25519.publicKey(privateKey), privateKey);
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
