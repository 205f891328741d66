package io.byssus.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * A thread's working place for authenticated encryption: the ciphers, which are expensive to make,
 * and room for nonces.
 *
 * <p>Not safe for use by several threads: each has its own. It keeps no key of its own, but the
 * JDK's ciphers keep the last one that they used until the next.
 */
public final class Aead {
  static final int TAG_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private final Map<Suite, Cipher> ciphers = new EnumMap<>(Suite.class);

  /** Creates a working place; the ciphers are made when they are first used. */
  public Aead() {}

  /** Encrypts a part of an array and puts the tag behind it. */
  void seal(
      Suite suite,
      SecretKey key,
      byte[] nonce,
      byte[] associatedData,
      byte[] plaintext,
      int offset,
      int length,
      byte[] destination,
      int destinationOffset) {
    try {
      Cipher cipher = ciphers.computeIfAbsent(suite, s -> Jce.cipher(s.transformation()));
      cipher.init(Cipher.ENCRYPT_MODE, key, suite.parameters(nonce));
      cipher.updateAAD(associatedData);
      cipher.doFinal(plaintext, offset, length, destination, destinationOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(suite + " can't seal with this key and nonce", e);
    }
  }

  /**
   * Checks the tag behind a ciphertext and decrypts it; when it does not fit, what is in the
   * destination is not defined.
   *
   * @param length of the ciphertext with its tag
   * @return whether the tag fits
   */
  boolean open(
      Suite suite,
      SecretKey key,
      byte[] nonce,
      byte[] associatedData,
      byte[] sealed,
      int offset,
      int length,
      byte[] destination,
      int destinationOffset) {
    try {
      Cipher cipher = decryptor(suite, key, nonce);
      cipher.updateAAD(associatedData);
      cipher.doFinal(sealed, offset, length, destination, destinationOffset);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(suite + " can't open with this key and nonce", e);
    }
  }

  private Cipher decryptor(Suite suite, SecretKey key, byte[] nonce)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    Cipher cipher = ciphers.computeIfAbsent(suite, s -> Jce.cipher(s.transformation()));
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, suite.parameters(nonce));
    } catch (InvalidKeyException e) {
      // Some builds of JDK 17 refuse to open twice with one ChaCha20 key and nonce (JDK-8305091).
      cipher = Jce.cipher(suite.transformation());
      ciphers.put(suite, cipher);
      cipher.init(Cipher.DECRYPT_MODE, key, suite.parameters(nonce));
    }
    return cipher;
  }
}
