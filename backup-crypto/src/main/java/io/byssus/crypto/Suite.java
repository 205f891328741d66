package io.byssus.crypto;

import static java.util.stream.Collectors.joining;

import io.byssus.api.UnsupportedFormatException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** The ciphers that a container can be sealed with, each with the number that is stored. */
public enum Suite {
  /**
   * AES-256 in Galois/Counter Mode (NIST SP 800-38D): the default, fast where AES is in hardware.
   */
  AES_256_GCM(1, "AES/GCM/NoPadding", "AES") {
    @Override
    AlgorithmParameterSpec parameters(byte[] nonce) {
      return new GCMParameterSpec(Byte.SIZE * Aead.TAG_BYTES, nonce);
    }
  },
  /** ChaCha20 with Poly1305 (RFC 8439): for machines without AES in hardware. */
  CHACHA20_POLY1305(2, "ChaCha20-Poly1305", "ChaCha20") {
    @Override
    AlgorithmParameterSpec parameters(byte[] nonce) {
      return new IvParameterSpec(nonce);
    }
  };

  private final int id;
  private final String transformation;
  private final String keyAlgorithm;

  Suite(int id, String transformation, String keyAlgorithm) {
    this.id = id;
    this.transformation = transformation;
    this.keyAlgorithm = keyAlgorithm;
  }

  /**
   * Returns the suite with a number.
   *
   * @param id the number that is stored
   * @param object what names it, for the message of a refusal
   * @throws UnsupportedFormatException if there is none
   */
  public static Suite of(int id, String object) {
    for (Suite suite : values()) {
      if (suite.id == id) {
        return suite;
      }
    }
    throw new UnsupportedFormatException(
        object
            + " has cipher suite "
            + id
            + ", which this version does not know: it knows "
            + Arrays.stream(values()).map(s -> s.id + " (" + s + ")").collect(joining(" and ")));
  }

  /** Returns the number that is stored. */
  public int id() {
    return id;
  }

  String transformation() {
    return transformation;
  }

  String keyAlgorithm() {
    return keyAlgorithm;
  }

  abstract AlgorithmParameterSpec parameters(byte[] nonce);
}
