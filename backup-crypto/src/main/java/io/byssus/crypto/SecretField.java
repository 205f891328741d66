package io.byssus.crypto;

/** The secrets of a holder, each with its key in the map that a key file seals. */
enum SecretField {
  /** Not secret, but what every other secret belongs to. */
  REPOSITORY_ID(3, 16),
  LEDGER_KEY(4, 32),
  ROOT_PUBLIC_KEY(5, Ed25519.PUBLIC_KEY_BYTES),
  /** Absent from holders that may not sign as the root. */
  ROOT_SEED(6, Ed25519.SEED_BYTES),
  AUTHOR_PUBLIC_KEY(7, Ed25519.PUBLIC_KEY_BYTES),
  AUTHOR_SEED(8, Ed25519.SEED_BYTES),
  IDS_KEY(9, 32),
  GEAR_KEY(10, 32),
  INDEX_KEY(11, 32),
  MIXING_KEY(12, 32),
  NAMES_KEY(13, 32);

  private final int key;
  private final int length;

  SecretField(int key, int length) {
    this.key = key;
    this.length = length;
  }

  int key() {
    return key;
  }

  int length() {
    return length;
  }

  boolean optional() {
    return this == ROOT_SEED;
  }
}
