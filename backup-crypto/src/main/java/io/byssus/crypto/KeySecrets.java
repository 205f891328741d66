package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets of a holder as a key file seals them ({@code docs/format.md}, section 4.3), and those
 * of epochs that came since. Safe for use by several threads.
 */
final class KeySecrets {
  private static final int DOMAIN_KEY = 1;
  private static final int EPOCHS_KEY = 2;

  /** Room for the secrets of some epochs, so that the writer seldom grows. */
  private static final int ENCODED_CAPACITY = 2048;

  private final long domain;
  private final Map<SecretField, byte[]> fields;
  private volatile List<EpochSecrets> epochs;

  private KeySecrets(long domain, List<EpochSecrets> epochs, Map<SecretField, byte[]> fields) {
    this.domain = domain;
    this.epochs = List.copyOf(epochs);
    this.fields = fields;
  }

  /** Makes the secrets of a new repository: those of a full holder, in domain 1 and epoch 1. */
  static KeySecrets generate() {
    return new KeySecrets(
        1, List.of(EpochSecrets.generate(1)), SecretField.random(SecretField.Scope.REPOSITORY));
  }

  /** Makes the secrets of a holder who only writes, in a domain of its own. */
  KeySecrets newHost() {
    byte[] repositoryId = of(SecretField.REPOSITORY_ID);
    long number = Domain.fresh();
    Map<SecretField, byte[]> own = DomainSecrets.ofRepository(newest(), repositoryId, number);
    own.put(SecretField.HOST_SEED, RandomBytes.of(Ed25519.SEED_BYTES));
    List<EpochSecrets> known =
        epochs.stream().map(epoch -> epoch.toWrite(number, repositoryId)).toList();
    return new KeySecrets(number, known, own);
  }

  /**
   * Returns what it takes to read and write in the domain of a holder who only writes.
   *
   * @param number the domain's
   * @param began the epoch that it began in, which is known
   */
  KeySecrets inDomain(long number, int began) {
    byte[] repositoryId = of(SecretField.REPOSITORY_ID);
    List<EpochSecrets> all = epochs;
    return new KeySecrets(
        number,
        all.stream().map(epoch -> epoch.inDomain(number, repositoryId)).toList(),
        DomainSecrets.ofRepository(all.get(began - 1), repositoryId, number));
  }

  /** Takes the epochs that another one of the repository has and this one lacks. */
  synchronized void follow(KeySecrets full) {
    for (EpochSecrets epoch : full.epochs) {
      if (epoch.epoch() > newest().epoch()) {
        add(epoch.inDomain(domain, of(SecretField.REPOSITORY_ID)));
      }
    }
  }

  /** Returns what a holder who only writes reads and writes with on its own disk. */
  KeySecrets ofCache() {
    byte[] secret = DomainSecrets.ofCache(of(SecretField.HOST_SEED), of(SecretField.REPOSITORY_ID));
    Map<SecretField, byte[]> own = new EnumMap<>(SecretField.class);
    fields.forEach((field, value) -> own.put(field, value.clone()));
    return new KeySecrets(domain, List.of(EpochSecrets.ofCache(secret)), own);
  }

  /** Returns whether the holder can only write. */
  boolean writesOnly() {
    return fields.containsKey(SecretField.HOST_SEED);
  }

  /** Returns the map that is sealed; the caller wipes it. */
  byte[] encode() {
    List<EpochSecrets> all = epochs;
    CborWriter writer = new CborWriter(ENCODED_CAPACITY);
    writer.writeMap(2 + fields.size());
    writer.writeUnsigned(DOMAIN_KEY).writeUnsigned(domain);
    writer.writeUnsigned(EPOCHS_KEY).writeArray(all.size());
    all.forEach(epoch -> epoch.write(writer));
    fields.forEach((field, value) -> writer.writeUnsigned(field.key()).writeBytes(value));
    byte[] encoded = writer.toByteArray();
    writer.wipe();
    return encoded;
  }

  /**
   * Reads the map.
   *
   * @throws DamagedRepositoryException if it is not valid
   * @throws UnsupportedFormatException if it has a key that this version does not know
   */
  static KeySecrets decode(byte[] encoded) {
    CborReader reader = new CborReader(encoded);
    long domain = 0;
    List<EpochSecrets> epochs = List.of();
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    int count = reader.readMap();
    for (int i = 0; i < count; i++) {
      long key = reader.readUnsigned();
      if (key == DOMAIN_KEY) {
        domain = reader.readUnsigned();
      } else if (key == EPOCHS_KEY) {
        epochs = decodeEpochs(reader);
      } else {
        SecretField field =
            SecretField.find(key, SecretField.Scope.REPOSITORY)
                .orElseThrow(
                    () ->
                        new UnsupportedFormatException(
                            "a key file with an unknown secret: " + key));
        fields.put(field, reader.readBytes(field.length()));
      }
    }
    reader.end();
    SecretField.requireAll(fields, SecretField.Scope.REPOSITORY);
    if (domain < 1 || epochs.isEmpty()) {
      throw new DamagedRepositoryException(
          "damaged key file: domain " + domain + ", " + epochs.size() + " epochs");
    }
    boolean host = fields.containsKey(SecretField.HOST_SEED);
    boolean signs =
        epochs.stream().allMatch(epoch -> epoch.optional(SecretField.AUTHOR_SEED) != null);
    if (host == (domain == Domain.FULL) || (!host && !signs)) {
      throw new DamagedRepositoryException("damaged key file: it lacks what its holder signs with");
    }
    return new KeySecrets(domain, epochs, fields);
  }

  private static List<EpochSecrets> decodeEpochs(CborReader reader) {
    List<EpochSecrets> epochs = new ArrayList<>();
    int count = reader.readArray();
    for (int i = 0; i < count; i++) {
      EpochSecrets epoch = EpochSecrets.read(reader);
      if (epoch.epoch() != i + 1) {
        throw new DamagedRepositoryException(
            "damaged key file: epoch " + epoch.epoch() + " in place of " + (i + 1));
      }
      epochs.add(epoch);
    }
    return epochs;
  }

  long domain() {
    return domain;
  }

  /** Returns the epochs by ascending number, from 1 on. */
  List<EpochSecrets> epochs() {
    return epochs;
  }

  /** Returns the epoch that is written in. */
  EpochSecrets newest() {
    List<EpochSecrets> all = epochs;
    return all.get(all.size() - 1);
  }

  /** Adds the next epoch; does nothing if it is known. */
  synchronized void add(EpochSecrets next) {
    if (next.epoch() == newest().epoch() + 1) {
      List<EpochSecrets> all = new ArrayList<>(epochs);
      all.add(next);
      epochs = List.copyOf(all);
    }
  }

  /** Returns the bytes of a secret of the repository; not to be changed. */
  byte[] of(SecretField field) {
    return SecretField.of(fields, field);
  }

  void wipe() {
    fields.values().forEach(value -> Arrays.fill(value, (byte) 0));
    epochs.forEach(EpochSecrets::wipe);
  }
}
