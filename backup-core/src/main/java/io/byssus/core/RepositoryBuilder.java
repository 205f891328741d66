package io.byssus.core;

import io.byssus.api.Fraction;
import io.byssus.api.event.OperationListener;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.ParitySetting;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.core.internal.store.Stores;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.RecoveryCode;
import io.byssus.crypto.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens or creates a repository. Used once; not safe for use by several threads.
 *
 * <p>Opening never creates: a typing error in a location must not become a new, empty repository.
 */
public final class RepositoryBuilder {

  private final @Nullable String location;
  private final @Nullable BlobStore store;
  private final RepositorySettings.Builder settings = RepositorySettings.builder();
  private @Nullable Unlocking unlocking;
  private Optional<ParityStrength> parity = Optional.empty();
  private boolean withRecoveryKey = true;
  private String label = System.getProperty("user.name", "unknown");

  RepositoryBuilder(String location) {
    this.location = Stores.requireLocation(location);
    this.store = null;
  }

  RepositoryBuilder(BlobStore store) {
    this.location = null;
    this.store = Objects.requireNonNull(store, "store");
  }

  /** Opens with a passphrase, which is copied; the copy is wiped when the keys are derived. */
  public RepositoryBuilder passphrase(Secret passphrase) {
    unlockWith(Unlocking.with(passphrase.copy()));
    return this;
  }

  /** Opens with a passphrase, which is copied. */
  public RepositoryBuilder passphrase(char[] passphrase) {
    unlockWith(Unlocking.with(Secret.ofPassphrase(passphrase)));
    return this;
  }

  /** Opens with a key provider. */
  public RepositoryBuilder keys(KeyProvider provider) {
    unlockWith(Unlocking.with(provider));
    return this;
  }

  /**
   * Opens with a recovery key, which is copied.
   *
   * @param text the 40 letters and digits as they were printed, in ASCII; dashes, spaces, line ends
   *     and case do not matter
   * @throws io.byssus.api.WrongKeyException if it has a typing error
   */
  public RepositoryBuilder recoveryKey(Secret text) {
    unlockWith(Unlocking.withRecoveryKey(text));
    return this;
  }

  /** Creates the repository without a {@linkplain BackupRepository#recoveryKey() recovery key}. */
  public RepositoryBuilder withoutRecoveryKey() {
    withRecoveryKey = false;
    return this;
  }

  /**
   * Names the first holder of keys when a repository is created. The default is the user's name.
   *
   * @param name for people, at most {@value KeyHolders#MAX_LABEL} characters
   * @throws IllegalArgumentException if it is longer
   */
  public RepositoryBuilder label(String name) {
    if (name.length() > KeyHolders.MAX_LABEL) {
      throw new IllegalArgumentException(
          "a label has at most " + KeyHolders.MAX_LABEL + " characters, not " + name.length());
    }
    this.label = name;
    return this;
  }

  /** Chooses what seals a repository that is created. The default is AES-256-GCM. */
  public RepositoryBuilder cipher(Cipher cipher) {
    settings.suite(
        switch (cipher) {
          case AES_256_GCM -> Suite.AES_256_GCM;
          case CHACHA20_POLY1305 -> Suite.CHACHA20_POLY1305;
        });
    return this;
  }

  /**
   * Gives packs parity of the default strength, 3%, from the start when a repository is created.
   */
  public RepositoryBuilder parity() {
    return parity(ParityStrength.DEFAULT.fraction());
  }

  /**
   * Gives packs parity from the start when a repository is created. Without it they have none.
   *
   * @param part how much: see {@link BackupRepository#parity(Fraction)}
   * @throws IllegalArgumentException if there is no such strength
   */
  public RepositoryBuilder parity(Fraction part) {
    this.parity = ParitySetting.strength(part);
    return this;
  }

  /** Is told when operations start, complete and fail. */
  public RepositoryBuilder listener(OperationListener listener) {
    settings.listener(listener);
    return this;
  }

  /**
   * Limits the processors that operations keep busy. The default is half of those that the JVM has,
   * and all of them in the {@linkplain #foreground() foreground}.
   *
   * <p>On Linux an operation that is not in the foreground runs on that many and no others, so that
   * the application finds the rest free, unless a quota already limits the process.
   *
   * @param count at least 1
   */
  public RepositoryBuilder processors(int count) {
    settings.processors(count);
    return this;
  }

  /**
   * Makes the JVM compile its ciphers in the background while the keys are derived. Worth it in a
   * process that opens a repository to read much of it and then ends, such as a restore: it is half
   * a second faster, where one that lists snapshots would lose a fifth. Operations that move data
   * do it by themselves, later.
   */
  public RepositoryBuilder warmUp() {
    settings.warmUp();
    return this;
  }

  /**
   * Lets operations compete with the application's threads on equal terms, for a process that does
   * nothing else. By default operations stay on half of the processors, and their threads have a
   * nice value of 10 on Linux, so that the application's come first. The JVM's own threads, which
   * compile and collect, are not held back.
   */
  public RepositoryBuilder foreground() {
    settings.foreground();
    return this;
  }

  /**
   * Sets where a write-only host keeps, sealed, what it has to know of its last backup to leave
   * unchanged files unread: it can't read that in the repository. Nobody else keeps anything. The
   * default is {@code byssus} in the directory that {@code XDG_CACHE_HOME} names, or in {@code
   * .cache} of the user's home. If it is lost or damaged, the next backup reads every file and
   * stores nothing twice.
   *
   * @param directory made when it is needed; it may hold the caches of several repositories
   */
  public RepositoryBuilder cacheDirectory(Path directory) {
    settings.cacheDirectory(directory);
    return this;
  }

  /** Takes dates from a clock other than the system's. */
  public RepositoryBuilder clock(InstantSource clock) {
    settings.clock(clock);
    return this;
  }

  /** Sets how long closing waits for what hangs: no test has half a minute. */
  RepositoryBuilder closeLimit(Duration limit) {
    settings.closeLimit(limit);
    return this;
  }

  /**
   * Opens the repository.
   *
   * @throws io.byssus.api.RepositoryNotFoundException if there is none
   * @throws io.byssus.api.NotARepositoryException if there is something else, or no store can be
   *     there
   * @throws io.byssus.api.UnsupportedFormatException if it was written by a newer version
   * @throws io.byssus.api.WrongKeyException if it does not open with what was given
   * @throws io.byssus.api.DamagedRepositoryException if its configuration or keys are damaged or
   *     missing, or there are more key files than are tried
   * @throws io.byssus.api.NotEnoughMemoryException if the heap is too small for the key file's
   *     Argon2id
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store can't be read
   * @throws IllegalStateException if nothing was given that opens it
   */
  public BackupRepository open() {
    return new BackupRepository(opener().open(), null);
  }

  /**
   * Creates a repository and opens it, with a {@linkplain BackupRepository#recoveryKey() recovery
   * key} that the caller shows or puts away. Of several that create one at the same place, one
   * wins. Where a creation was cut short, this one removes what it left.
   *
   * @throws io.byssus.api.RepositoryExistsException if there is one already, also one that lost its
   *     configuration
   * @throws io.byssus.api.NotARepositoryException if no store can be there
   * @throws IllegalArgumentException if the passphrase is empty
   * @throws io.byssus.api.NotEnoughMemoryException if the heap has no 19 MiB for Argon2id
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store can't be written
   * @throws io.byssus.api.store.StoreFullException if there is no room; nothing is left
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached; what is
   *     left is removed when a repository is created there again
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the
   *     repository is there, or not
   * @throws IllegalStateException if nothing was given that opens it
   */
  public BackupRepository create() {
    Secret recoveryKey = withRecoveryKey ? RecoveryCode.generate() : null;
    try {
      OpenRepository created = opener().create(label, recoveryKey);
      try {
        if (parity.isPresent()) {
          new ParitySetting(created).change(parity);
        }
        return new BackupRepository(created, recoveryKey);
      } catch (RuntimeException e) {
        created.close();
        throw e;
      }
    } catch (RuntimeException e) {
      if (recoveryKey != null) {
        recoveryKey.close();
      }
      throw e;
    }
  }

  private RepositoryOpener opener() {
    if (unlocking == null) {
      throw new IllegalStateException(
          "a repository wants a passphrase, a key provider or a recovery key: call passphrase(…),"
              + " keys(…) or recoveryKey(…)");
    }
    try {
      BlobStore opened = store != null ? store : Stores.open(Objects.requireNonNull(location));
      return new RepositoryOpener(opened, unlocking, settings.build());
    } catch (RuntimeException e) {
      unlocking.close();
      throw e;
    }
  }

  private void unlockWith(Unlocking next) {
    if (unlocking != null) {
      unlocking.close();
    }
    unlocking = next;
  }
}
