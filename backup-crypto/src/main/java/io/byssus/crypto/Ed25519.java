package io.byssus.crypto;

/**
 * Ed25519 signatures (RFC 8032, section 5.1), deterministic and without a context.
 *
 * <p>Safe for use by several threads.
 */
public final class Ed25519 {
  /** Length of a seed (the private key of RFC 8032) in bytes. */
  public static final int SEED_BYTES = 32;

  /** Length of a public key in bytes. */
  public static final int PUBLIC_KEY_BYTES = 32;

  /** Length of a signature in bytes. */
  public static final int SIGNATURE_BYTES = 64;

  private Ed25519() {}

  /**
   * Returns the public key of a seed.
   *
   * @param seed 32 random bytes
   */
  public static byte[] publicKey(byte[] seed) {
    requireLength(seed, SEED_BYTES, "a seed");
    byte[] publicKey = new byte[PUBLIC_KEY_BYTES];
    org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  /**
   * Signs a statement.
   *
   * @param seed the signer's seed
   * @param publicKey the seed's public key: any other would betray the seed
   * @param statement what is signed
   * @return 64 bytes
   */
  static byte[] sign(byte[] seed, byte[] publicKey, byte[] statement) {
    requireLength(seed, SEED_BYTES, "a seed");
    requireLength(publicKey, PUBLIC_KEY_BYTES, "a public key");
    byte[] signature = new byte[SIGNATURE_BYTES];
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        seed, 0, publicKey, 0, statement, 0, statement.length, signature, 0);
    return signature;
  }

  /**
   * Signs a statement.
   *
   * @param seed the signer's seed
   * @param statement what is signed
   * @return 64 bytes
   */
  public static byte[] sign(byte[] seed, byte[] statement) {
    return sign(seed, publicKey(seed), statement);
  }

  /**
   * Returns whether a signature is the signer's. What is not as long as it should be is not.
   *
   * @param publicKey the signer's public key
   * @param statement what was signed
   * @param signature the signature
   */
  public static boolean verify(byte[] publicKey, byte[] statement, byte[] signature) {
    return publicKey.length == PUBLIC_KEY_BYTES
        && signature.length == SIGNATURE_BYTES
        && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
            signature, 0, publicKey, 0, statement, 0, statement.length);
  }

  private static void requireLength(byte[] key, int length, String what) {
    if (key.length != length) {
      throw new IllegalArgumentException(what + " has " + length + " bytes, not " + key.length);
    }
  }
}
