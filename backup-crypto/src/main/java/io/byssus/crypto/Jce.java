package io.byssus.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's algorithms, all of which every JDK 17 has. */
final class Jce {
  static final int HASH_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private Jce() {}

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw missing(transformation, e);
    }
  }

  /** Returns HMAC-SHA-256 under a key. An empty key is, as in RFC 2104, a block of zeros. */
  static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      // SecretKeySpec refuses an empty key; RFC 2104 pads every key with zeros to the block.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw missing(HMAC, e);
    }
  }

  private static IllegalStateException missing(String algorithm, GeneralSecurityException cause) {
    return new IllegalStateException("this Java runtime lacks " + algorithm, cause);
  }
}
