package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.util.encoders.Base32;

/**
 * A recovery key as it is written on paper ({@code docs/format.md}, section 4.2): 160 random bits
 * and a checksum of 40 in Base32 (RFC 4648, section 6), in eight groups of five letters and digits.
 *
 * <p>Whoever types it may leave the dashes out, use small letters, and take {@code 0}, {@code 1}
 * and {@code 8}, which Base32 does not have, for the letters that they look like. Any other error
 * is found, but for one in 10^12.
 */
public final class RecoveryCode {
  static final int KEY_BYTES = 20;

  private static final byte[] LABEL = "byssus recovery key 1".getBytes(US_ASCII);
  private static final int CHECKSUM_BYTES = 5;
  private static final int CHARACTERS = 40;
  private static final int GROUP = 5;

  private RecoveryCode() {}

  /** Returns the text of a fresh recovery key, in ASCII; the caller closes it. */
  public static Secret generate() {
    byte[] key = RandomBytes.of(KEY_BYTES);
    byte[] checked = withChecksum(key);
    byte[] encoded = Base32.encode(checked);
    byte[] grouped = new byte[CHARACTERS + CHARACTERS / GROUP - 1];
    Arrays.fill(grouped, (byte) '-');
    for (int i = 0; i < CHARACTERS; i++) {
      grouped[i + i / GROUP] = encoded[i];
    }
    try {
      return Secret.copyOf(grouped);
    } finally {
      wipe(key, checked, encoded, grouped);
    }
  }

  /**
   * Returns the key that a text stands for.
   *
   * @param text as it was typed, in ASCII
   * @return the key; the caller closes it
   * @throws WrongKeyException if the text is no recovery key, or has a typing error
   */
  public static Secret parse(Secret text) {
    byte[] characters = text.use(RecoveryCode::characters);
    byte[] decoded = Base32.decode(characters);
    byte[] key = Arrays.copyOf(decoded, KEY_BYTES);
    byte[] expected = withChecksum(key);
    try {
      if (!MessageDigest.isEqual(decoded, expected)) {
        throw new WrongKeyException(
            "the recovery key has a typing error: its checksum does not fit");
      }
      return Secret.copyOf(key);
    } finally {
      wipe(characters, decoded, key, expected);
    }
  }

  private static byte[] characters(byte[] text) {
    byte[] characters = new byte[CHARACTERS];
    int count = 0;
    for (byte b : text) {
      if (b != '-' && b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        if (count < CHARACTERS) {
          characters[count] = character(b, count);
        }
        count++;
      }
    }
    if (count != CHARACTERS) {
      wipe(characters);
      throw new WrongKeyException(
          "a recovery key has " + CHARACTERS + " letters and digits, and this one " + count);
    }
    return characters;
  }

  private static byte character(byte typed, int before) {
    return switch (typed) {
      case '0' -> 'O';
      case '1' -> 'I';
      case '8' -> 'B';
      default -> {
        if (typed >= 'a' && typed <= 'z') {
          yield (byte) (typed - 'a' + 'A');
        }
        if ((typed >= 'A' && typed <= 'Z') || (typed >= '2' && typed <= '7')) {
          yield typed;
        }
        throw new WrongKeyException(
            "the recovery key has a typing error: character "
                + (before + 1)
                + " is neither a letter nor a digit that such keys have");
      }
    };
  }

  private static byte[] withChecksum(byte[] key) {
    byte[] labelled = ContainerKeys.joined(LABEL, key);
    byte[] checked = Arrays.copyOf(key, KEY_BYTES + CHECKSUM_BYTES);
    System.arraycopy(
        DigestAlgorithm.SHA_256.digest(labelled), 0, checked, KEY_BYTES, CHECKSUM_BYTES);
    wipe(labelled);
    return checked;
  }

  private static void wipe(byte[]... arrays) {
    for (byte[] array : arrays) {
      Arrays.fill(array, (byte) 0);
    }
  }
}
