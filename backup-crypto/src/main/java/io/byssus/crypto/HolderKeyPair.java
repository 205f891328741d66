package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.byssus.api.key.Secret;
import java.util.Arrays;

/**
 * The X25519 key pair of a holder, to whom others write letters ({@code docs/format.md}, section
 * 4.5). It is made of the holder key, so that whatever opens the key file gives it.
 */
final class HolderKeyPair {
  private static final byte[] LABEL = "byssus holder 1".getBytes(US_ASCII);

  private final byte[] publicKey;
  private final byte[] privateKey;

  private HolderKeyPair(byte[] privateKey) {
    this.privateKey = privateKey;
    this.publicKey = X25519.publicKey(privateKey);
  }

  /**
   * Derives the pair.
   *
   * @param holderKey of the key file
   * @param context the SHA-256 of its preamble
   */
  static HolderKeyPair of(Secret holderKey, byte[] context) {
    byte[] extracted = holderKey.use(bytes -> Hkdf.extract(context, bytes));
    try {
      return new HolderKeyPair(Hkdf.expand(extracted, LABEL, X25519.KEY_BYTES));
    } finally {
      Arrays.fill(extracted, (byte) 0);
    }
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] sharedSecret(byte[] other) {
    return X25519.sharedSecret(privateKey, other);
  }

  void wipe() {
    Arrays.fill(privateKey, (byte) 0);
  }
}
