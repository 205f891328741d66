package io.byssus.core.internal.engine;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.crypto.Argon2idParameters;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.NewKeyFile;
import io.byssus.crypto.RecoveryCode;
import io.byssus.crypto.RepositoryKeys;

/** What opens the repository's keys: a passphrase, a key provider or a recovery key. */
public sealed interface Unlocking extends AutoCloseable {
  /** Returns whether a key file is of the kind that this may open. */
  boolean fits(KeyFile file);

  /**
   * Opens a key file.
   *
   * @throws io.byssus.api.WrongKeyException if it is not this one's
   */
  RepositoryKeys unlock(KeyFile file);

  /** Returns a new key file that this opens. */
  NewKeyFile seal(RepositoryKeys keys);

  @Override
  default void close() {}

  /** Returns what opens with a passphrase, which is wiped at the end. */
  static Unlocking with(Secret passphrase) {
    return new WithPassphrase(passphrase);
  }

  /** Returns what opens with a provider. */
  static Unlocking with(KeyProvider provider) {
    return new WithProvider(provider);
  }

  /**
   * Returns what opens with a recovery key.
   *
   * @param text as it was printed or typed; not kept
   * @throws io.byssus.api.WrongKeyException if it has a typing error
   */
  static Unlocking withRecoveryKey(Secret text) {
    return new WithRecoveryKey(RecoveryCode.parse(text));
  }

  /** A passphrase. */
  record WithPassphrase(Secret passphrase) implements Unlocking {
    @Override
    public boolean fits(KeyFile file) {
      return file.slot() == KeyFile.Slot.PASSPHRASE;
    }

    @Override
    public RepositoryKeys unlock(KeyFile file) {
      return file.unlock(passphrase);
    }

    @Override
    public NewKeyFile seal(RepositoryKeys keys) {
      return KeyFile.sealed(keys, passphrase, Argon2idParameters.recommended());
    }

    @Override
    public void close() {
      passphrase.close();
    }
  }

  /** A key provider. */
  record WithProvider(KeyProvider provider) implements Unlocking {
    @Override
    public boolean fits(KeyFile file) {
      return file.providerName().filter(provider.name()::equals).isPresent();
    }

    @Override
    public RepositoryKeys unlock(KeyFile file) {
      return file.unlock(provider);
    }

    @Override
    public NewKeyFile seal(RepositoryKeys keys) {
      return KeyFile.sealed(keys, provider);
    }
  }

  /** A recovery key. */
  record WithRecoveryKey(Secret key) implements Unlocking {
    @Override
    public boolean fits(KeyFile file) {
      return file.slot() == KeyFile.Slot.RECOVERY_KEY;
    }

    @Override
    public RepositoryKeys unlock(KeyFile file) {
      return file.unlockWithRecoveryKey(key);
    }

    @Override
    public NewKeyFile seal(RepositoryKeys keys) {
      return KeyFile.sealedForRecovery(keys, key);
    }

    @Override
    public void close() {
      key.close();
    }
  }
}
