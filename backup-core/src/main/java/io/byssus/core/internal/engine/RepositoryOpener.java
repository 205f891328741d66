package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.engine.RepositoryCreation.Founding;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.OutcomeResolvingStore;
import io.byssus.core.internal.store.UnreadableBlobStore;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.CryptoWarmUp;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Suite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a repository, or creates one. Whatever fails, the store is closed and keys are wiped. */
public final class RepositoryOpener {
  static final BlobKey CONFIG = BlobKey.of("config");

  private static final byte[] MAGIC = "BYSSUS".getBytes(StandardCharsets.US_ASCII);

  /** Every later program reads what has it: golden repositories of each version are tested. */
  private static final int VERSION = 1;

  private static final int SUITE_AT = 8;
  private static final String RECOVERY_LABEL = "recovery key";
  private static final String PUT_CONFIG_BACK =
      "Put the file config back from a copy of the repository.";

  private final BlobStore store;
  private final Unlocking unlocking;
  private final RepositorySettings settings;

  /** Creates an opener of the repository in a store. */
  public RepositoryOpener(BlobStore store, Unlocking unlocking, RepositorySettings settings) {
    this.store = new OutcomeResolvingStore(store);
    this.unlocking = unlocking;
    this.settings = settings;
  }

  /** Opens the repository. */
  public OpenRepository open() {
    return orClose(
        () -> {
          byte[] config = readConfig();
          if (settings.warmUp()) {
            CryptoWarmUp.inBackground();
          }
          return unlock(config);
        });
  }

  /**
   * Creates a repository and opens it. The configuration is written last: a creation that was cut
   * short left no repository.
   *
   * @param label names the first holder of keys
   * @param recoveryKey opens it too, if there is one; not kept
   */
  public OpenRepository create(String label, @Nullable Secret recoveryKey) {
    return orClose(() -> unlock(create(new Founding(unlocking, label), recoveryKey)));
  }

  private byte[] create(Founding founding, @Nullable Secret recoveryKey) {
    RepositoryCreation creation = new RepositoryCreation(store, settings);
    if (recoveryKey == null) {
      return creation.run(List.of(founding));
    }
    try (Unlocking recovery = Unlocking.withRecoveryKey(recoveryKey)) {
      return creation.run(List.of(founding, new Founding(recovery, RECOVERY_LABEL)));
    }
  }

  private byte[] readConfig() {
    if (store.stat(CONFIG).isEmpty()) {
      throw withoutConfig(Remains.in(store));
    }
    byte[] config = configBytes();
    if (!beginsAsConfiguration(config)) {
      throw withStrangeConfig();
    }
    int version = ByteBuffer.wrap(config).getShort(MAGIC.length) & 0xffff;
    if (version == 0) {
      throw new UnsupportedFormatException(
          "the repository at " + store.location() + " has format version 0, a draft",
          "No released version reads drafts: back up into a new repository.",
          null);
    }
    if (version != VERSION) {
      throw new UnsupportedFormatException(
          "the repository at "
              + store.location()
              + " has format version "
              + version
              + "; this program knows version "
              + VERSION);
    }
    Suite.of(config[SUITE_AT] & 0xff, "config of " + store.location());
    checkHeader(config);
    return config;
  }

  static boolean beginsAsConfiguration(byte[] config) {
    return config.length >= MAGIC.length + Short.BYTES + 1
        && Arrays.equals(config, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private void checkHeader(byte[] config) {
    try {
      ContainerKind.CONFIG.checkHeader(config);
    } catch (DamagedRepositoryException e) {
      throw damagedConfig(e);
    } catch (UnsupportedFormatException e) {
      throw new UnsupportedFormatException(
          "config of " + store.location() + ": " + e.getMessage(), e);
    }
  }

  private DamagedRepositoryException damagedConfig(DamagedRepositoryException damage) {
    return new DamagedRepositoryException(
        "config of " + store.location() + " is damaged: " + damage.getMessage(),
        PUT_CONFIG_BACK,
        damage);
  }

  private byte[] configBytes() {
    try {
      return Blobs.read(store, CONFIG, BlobLimit.CONFIG);
    } catch (DamagedRepositoryException e) {
      throw damagedConfig(e);
    }
  }

  /** A disk that loses its last writes may leave a file without its bytes. */
  private ByssusException withStrangeConfig() {
    return Remains.data(store)
        .<ByssusException>map(
            witness ->
                new DamagedRepositoryException(
                    "config of "
                        + store.location()
                        + " is damaged: it does not begin as a configuration, and without it "
                        + witness
                        + " and all else can't be read",
                    PUT_CONFIG_BACK,
                    null))
        .orElseGet(
            () ->
                new NotARepositoryException(
                    store.location() + " holds a file 'config' that is not a Byssus repository's"));
  }

  private ByssusException withoutConfig(Remains remains) {
    return switch (remains.kind()) {
      case NOTHING ->
          new RepositoryNotFoundException("there is no repository at " + store.location());
      case CREATION_CUT_SHORT ->
          new NotARepositoryException(
              store.location()
                  + " holds key files, but no configuration: its creation was cut short",
              "Create the repository again: nothing was stored in it yet, and what was left is removed.",
              null);
      case REPOSITORY ->
          new DamagedRepositoryException(
              "config of "
                  + store.location()
                  + " is missing, and without it "
                  + remains.witness()
                  + " and all else can't be read",
              PUT_CONFIG_BACK,
              null);
      case OTHER, OTHER_AND_KEYS ->
          new NotARepositoryException(
              store.location()
                  + " holds files such as "
                  + remains.witness()
                  + ", but no configuration of a Byssus repository");
    };
  }

  private OpenRepository unlock(byte[] config) {
    BlobStore readable = new UnreadableBlobStore(store, CONFIG);
    KeySearch.Found found = new KeySearch(readable, unlocking).find(config);
    try {
      String hash = DigestAlgorithm.SHA_256.hex(config, 0, config.length);
      return new OpenRepository(
          readable, found.keys(), found.configuration(), hash, settings, found.holder());
    } catch (RuntimeException e) {
      found.keys().close();
      throw e;
    }
  }

  private interface Opening {
    OpenRepository open();
  }

  private OpenRepository orClose(Opening opening) {
    boolean opened = false;
    try {
      OpenRepository repository = opening.open();
      opened = true;
      return repository;
    } finally {
      unlocking.close();
      if (!opened) {
        store.close();
      }
    }
  }
}
