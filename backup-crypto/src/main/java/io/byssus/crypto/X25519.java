package io.byssus.crypto;

/**
 * X25519 key agreement (RFC 7748, sections 5 and 6.1).
 *
 * <p>Safe for use by several threads.
 */
public final class X25519 {
  /** Length of private keys, public keys and shared secrets in bytes. */
  public static final int KEY_BYTES = 32;

  private X25519() {}

  /**
   * Returns the public key of a private key.
   *
   * @param privateKey 32 random bytes
   */
  public static byte[] publicKey(byte[] privateKey) {
    requireLength(privateKey);
    byte[] publicKey = new byte[KEY_BYTES];
    org.bouncycastle.math.ec.rfc7748.X25519.scalarMultBase(privateKey, 0, publicKey, 0);
    return publicKey;
  }

  /**
   * Returns the secret that two key pairs share.
   *
   * @param privateKey the private key of one
   * @param publicKey the public key of the other
   * @return 32 bytes; the caller wipes them
   * @throws IllegalArgumentException if the secret would be all zeros: such a public key forces one
   *     that everybody knows (RFC 7748, section 6.1)
   */
  public static byte[] sharedSecret(byte[] privateKey, byte[] publicKey) {
    requireLength(privateKey);
    requireLength(publicKey);
    byte[] secret = new byte[KEY_BYTES];
    if (!org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
        privateKey, 0, publicKey, 0, secret, 0)) {
      throw new IllegalArgumentException("a public key of low order: the shared secret is zero");
    }
    return secret;
  }

  private static void requireLength(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "an X25519 key has " + KEY_BYTES + " bytes, not " + key.length);
    }
  }
}
