package io.byssus.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The SHA-2 digests (FIPS 180-4) of arrays and streams, for what is not secret: names of blobs,
 * bindings, comparisons.
 *
 * <p>Safe for use by several threads.
 */
public enum DigestAlgorithm {
  /** SHA-256: 32 bytes. */
  SHA_256("SHA-256"),
  /** SHA-512: 64 bytes. */
  SHA_512("SHA-512");

  private static final int STREAM_BUFFER = 1 << 16;

  private final String algorithm;

  DigestAlgorithm(String algorithm) {
    this.algorithm = algorithm;
  }

  /** Returns the digest of an array. */
  public byte[] digest(byte[] bytes) {
    return instance().digest(bytes);
  }

  /**
   * Returns the digest of a part of an array.
   *
   * @param bytes the array
   * @param offset where the part starts
   * @param length how long it is
   */
  public byte[] digest(byte[] bytes, int offset, int length) {
    MessageDigest digest = instance();
    digest.update(bytes, offset, length);
    return digest.digest();
  }

  /**
   * Returns the digest of a stream, read to its end and not closed.
   *
   * @throws IOException if the stream can't be read
   */
  public byte[] digest(InputStream stream) throws IOException {
    MessageDigest digest = instance();
    byte[] buffer = new byte[STREAM_BUFFER];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return digest.digest();
  }

  /**
   * Returns the digest of a part of an array in lower-case hexadecimal, as blobs are named.
   *
   * @param bytes the array
   * @param offset where the part starts
   * @param length how long it is
   */
  public String hex(byte[] bytes, int offset, int length) {
    return HexFormat.of().formatHex(digest(bytes, offset, length));
  }

  private MessageDigest instance() {
    return Jce.digest(algorithm);
  }
}
