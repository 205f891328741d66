package io.byssus.crypto;

import java.util.Map;

/** Fresh secrets for the epoch after the newest, in force once the log says so. */
public final class NextEpoch implements AutoCloseable {
  private final EpochSecrets secrets;
  private final byte[] repositoryId;

  NextEpoch(EpochSecrets secrets, byte[] repositoryId) {
    this.secrets = secrets;
    this.repositoryId = repositoryId;
  }

  /** Returns its number. */
  public int epoch() {
    return secrets.epoch();
  }

  /**
   * Returns a letter with the secrets.
   *
   * @param entry the number of the log entry that it will be
   * @param recipients the public keys of whom it is for, by the names of their key files
   */
  public EpochLetter letter(long entry, Map<String, byte[]> recipients) {
    return letter(entry, recipients, Map.of());
  }

  /**
   * Returns a letter with the secrets, in which holders who only write find what they may have.
   *
   * @param entry the number of the log entry that it will be
   * @param recipients the public keys of whom it is for, by the names of their key files
   * @param hosts the domains of those who only write, by the names of their key files
   */
  public EpochLetter letter(long entry, Map<String, byte[]> recipients, Map<String, Long> hosts) {
    return EpochLetter.write(secrets, repositoryId, entry, recipients, hosts);
  }

  /** Wipes the secrets. */
  @Override
  public void close() {
    secrets.wipe();
  }
}
