package io.byssus.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** What is derived for one container ({@code docs/format.md}, section 2.2). */
final class ContainerKeys {
  private static final byte[] LABEL = "byssus container 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;

  private final WipeableKey sealingKey;
  private final RecordMask mask;
  private final byte[] commitment;
  private final byte[] binding;

  private ContainerKeys(
      WipeableKey sealingKey, RecordMask mask, byte[] commitment, byte[] binding) {
    this.sealingKey = sealingKey;
    this.mask = mask;
    this.commitment = commitment;
    this.binding = binding;
  }

  /**
   * Derives the keys of a container.
   *
   * @param header its header
   * @param secret the secret of its kind; not kept
   * @param context what the secret belongs to
   */
  static ContainerKeys derive(ContainerHeader header, byte[] secret, byte[] context) {
    byte[] prk = Hkdf.extract(header.salt(), secret);
    byte[] okm = Hkdf.expand(prk, joined(LABEL, header.encoded(), context), 3 * KEY_BYTES);
    byte[] maskKey = Arrays.copyOfRange(okm, KEY_BYTES, 2 * KEY_BYTES);
    byte[] commitment = Arrays.copyOfRange(okm, 2 * KEY_BYTES, 3 * KEY_BYTES);
    try {
      return new ContainerKeys(
          new WipeableKey(header.suite().keyAlgorithm(), okm, 0, KEY_BYTES),
          new RecordMask(maskKey),
          commitment,
          DigestAlgorithm.SHA_256.digest(joined(header.encoded(), commitment)));
    } finally {
      Arrays.fill(prk, (byte) 0);
      Arrays.fill(okm, (byte) 0);
      Arrays.fill(maskKey, (byte) 0);
    }
  }

  /** Returns whether the commitment that stands behind a header is that of these keys. */
  boolean matches(ContainerHeader header, byte[] bytes, int offset) {
    int at = offset + header.encoded().length;
    return MessageDigest.isEqual(
        commitment, Arrays.copyOfRange(bytes, at, at + ContainerHeader.COMMITMENT_BYTES));
  }

  WipeableKey sealingKey() {
    return sealingKey;
  }

  RecordMask mask() {
    return mask;
  }

  byte[] commitment() {
    return commitment;
  }

  byte[] binding() {
    return binding;
  }

  static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
