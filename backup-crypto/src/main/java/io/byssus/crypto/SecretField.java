package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The secrets of a holder, each with its key in the map that seals it. */
enum SecretField {
  /** Not secret, but what every other secret belongs to. */
  REPOSITORY_ID(3, 16, Scope.REPOSITORY),
  LEDGER_KEY(4, 32, Scope.EPOCH),
  ROOT_PUBLIC_KEY(5, Ed25519.PUBLIC_KEY_BYTES, Scope.EPOCH),
  /** Absent from holders that may not sign as the root. */
  ROOT_SEED(6, Ed25519.SEED_BYTES, Scope.EPOCH),
  AUTHOR_PUBLIC_KEY(7, Ed25519.PUBLIC_KEY_BYTES, Scope.EPOCH),
  /** Absent from holders that only write: they sign with a key of their own. */
  AUTHOR_SEED(8, Ed25519.SEED_BYTES, Scope.EPOCH),
  IDS_KEY(9, 32, Scope.REPOSITORY),
  GEAR_KEY(10, 32, Scope.REPOSITORY),
  INDEX_KEY(11, 32, Scope.EPOCH),
  MIXING_KEY(12, 32, Scope.REPOSITORY),
  NAMES_KEY(13, 32, Scope.REPOSITORY),
  /** What a holder that only writes signs with, and nobody else has. */
  HOST_SEED(15, Ed25519.SEED_BYTES, Scope.REPOSITORY);

  /** How long a secret is in use. */
  enum Scope {
    /** As long as the repository: it names and cuts, and so decides what is recognised as equal. */
    REPOSITORY,
    /** Until the next epoch: it opens or signs. */
    EPOCH
  }

  private final int key;
  private final int length;
  private final Scope scope;

  SecretField(int key, int length, Scope scope) {
    this.key = key;
    this.length = length;
    this.scope = scope;
  }

  int key() {
    return key;
  }

  int length() {
    return length;
  }

  static Optional<SecretField> find(long key, Scope scope) {
    for (SecretField field : values()) {
      if (field.key == key && field.scope == scope) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** Returns whether every holder has it. */
  private boolean required() {
    return this != ROOT_SEED && this != AUTHOR_SEED && this != HOST_SEED;
  }

  /** Returns random bytes for every secret of a scope that full holders have. */
  static Map<SecretField, byte[]> random(Scope scope) {
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    for (SecretField field : values()) {
      if (field.scope == scope && field != HOST_SEED) {
        fields.put(field, RandomBytes.of(field.length));
      }
    }
    return fields;
  }

  static void requireAll(Map<SecretField, byte[]> fields, Scope scope) {
    for (SecretField field : values()) {
      if (field.scope == scope && field.required() && !fields.containsKey(field)) {
        throw new DamagedRepositoryException("damaged key file: it lacks " + field);
      }
    }
  }

  static byte[] of(Map<SecretField, byte[]> fields, SecretField field) {
    byte[] value = fields.get(field);
    if (value == null) {
      throw new IllegalStateException("the holder has no " + field);
    }
    return value;
  }
}
