package io.byssus.crypto;

import io.byssus.api.key.Secret;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, version 1.3 (RFC 9106): makes a key of a passphrase, so that each guess costs memory
 * and time.
 *
 * <p>Safe for use by several threads; each call takes the memory that the parameters name.
 */
public final class Argon2id {
  /** Length of the key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final byte[] NOTHING = {};

  private Argon2id() {}

  /**
   * Returns the key of a passphrase. Its bytes are taken as they are: no Unicode normalisation.
   *
   * @param passphrase the passphrase
   * @param parameters costs and salt
   * @return the key; the caller closes it
   */
  public static Secret derive(Secret passphrase, Argon2idParameters parameters) {
    Argon2Parameters.Builder builder =
        costs(parameters.memoryKib(), parameters.passes(), parameters.lanes())
            .withSalt(parameters.salt());
    byte[] key = passphrase.use(bytes -> generate(builder, bytes, KEY_BYTES));
    try {
      return Secret.copyOf(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** All inputs of RFC 9106, unbounded, for its test vector. */
  static byte[] generate(
      int memoryKib,
      int passes,
      int lanes,
      byte[] salt,
      byte[] secret,
      byte[] associatedData,
      byte[] passphrase,
      int length) {
    return generate(
        costs(memoryKib, passes, lanes)
            .withSalt(salt)
            .withSecret(secret)
            .withAdditional(associatedData),
        passphrase,
        length);
  }

  private static Argon2Parameters.Builder costs(int memoryKib, int passes, int lanes) {
    return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(memoryKib)
        .withIterations(passes)
        .withParallelism(lanes)
        .withSecret(NOTHING)
        .withAdditional(NOTHING);
  }

  private static byte[] generate(Argon2Parameters.Builder builder, byte[] passphrase, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(builder.build());
    byte[] key = new byte[length];
    generator.generateBytes(passphrase, key);
    return key;
  }
}
