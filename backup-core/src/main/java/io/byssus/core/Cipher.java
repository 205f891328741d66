package io.byssus.core;

/**
 * What seals a repository, chosen when it is created. Both are authenticated ciphers with keys of
 * 256 bits, and equally trusted; a repository of either is opened without being told.
 */
public enum Cipher {
  /**
   * AES-256 in Galois/Counter Mode (NIST SP 800-38D): the default, by far the faster one where the
   * processor has instructions for AES, as all but the smallest have.
   */
  AES_256_GCM,
  /** ChaCha20 with Poly1305 (RFC 8439): for processors without such instructions. */
  CHACHA20_POLY1305
}
