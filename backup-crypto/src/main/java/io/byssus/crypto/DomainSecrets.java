package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The secrets of the domain of a holder who only writes ({@code docs/format.md}, section 4.6). Full
 * holders derive them from an epoch's index key, which that holder does not have; it is given them,
 * and can't go back from them to any other's.
 */
final class DomainSecrets {
  private static final byte[] LABEL = "byssus domain 1".getBytes(US_ASCII);
  private static final byte[] CACHE_LABEL = "byssus cache 1".getBytes(US_ASCII);
  private static final int SECRET_BYTES = 32;

  private DomainSecrets() {}

  /**
   * Returns a secret of a domain.
   *
   * @param indexKey the index key of full holders, of the epoch in which the secret begins
   */
  static byte[] derive(SecretField field, byte[] indexKey, byte[] repositoryId, long domain) {
    byte[] info =
        ByteBuffer.allocate(LABEL.length + Long.BYTES + 1)
            .put(LABEL)
            .putLong(domain)
            .put((byte) field.key())
            .array();
    return expand(indexKey, repositoryId, info);
  }

  /** Returns what names and cuts in a domain that began in an epoch, and the repository's id. */
  static Map<SecretField, byte[]> ofRepository(
      EpochSecrets began, byte[] repositoryId, long domain) {
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    fields.put(SecretField.REPOSITORY_ID, repositoryId.clone());
    for (SecretField field :
        new SecretField[] {
          SecretField.IDS_KEY, SecretField.GEAR_KEY, SecretField.MIXING_KEY, SecretField.NAMES_KEY
        }) {
      fields.put(field, derive(field, began.of(SecretField.INDEX_KEY), repositoryId, domain));
    }
    return fields;
  }

  /** Returns a secret of a holder for its own disk. */
  static byte[] ofCache(byte[] hostSeed, byte[] repositoryId) {
    return expand(hostSeed, repositoryId, CACHE_LABEL);
  }

  private static byte[] expand(byte[] secret, byte[] repositoryId, byte[] info) {
    byte[] extracted = Hkdf.extract(repositoryId, secret);
    try {
      return Hkdf.expand(extracted, info, SECRET_BYTES);
    } finally {
      Arrays.fill(extracted, (byte) 0);
    }
  }
}
