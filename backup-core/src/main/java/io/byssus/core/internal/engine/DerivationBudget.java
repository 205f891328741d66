package io.byssus.core.internal.engine;

import io.byssus.crypto.Argon2idParameters;
import io.byssus.crypto.KeyFile;

/**
 * What all key files that are tried for one opening may cost together, in memory times passes of
 * Argon2id. Each is bounded by itself, but whoever holds the store can add any number.
 */
final class DerivationBudget {
  /** Under a minute on one core, and six times what all holders with a passphrase can take. */
  static final long TOTAL_KIB = 4 * Argon2idParameters.MAX_WORK_KIB;

  private long spentKib;

  /** Returns whether a key file can still be tried, and counts it if so. */
  boolean allows(KeyFile file) {
    long costKib = file.parameters().map(Argon2idParameters::workKib).orElse(0L);
    if (spentKib + costKib > TOTAL_KIB) {
      return false;
    }
    spentKib += costKib;
    return true;
  }
}
