package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.RepositoryExistsException;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.OutcomeResolvingStore;
import io.byssus.crypto.CipherWarmUp;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Opens a repository, or creates one. Whatever fails, the store is closed and keys are wiped. */
public final class RepositoryOpener {
  static final BlobKey CONFIG = BlobKey.of("config");
  static final String KEYS = "keys/";

  private static final byte[] MAGIC = "BYSSUS".getBytes(StandardCharsets.US_ASCII);
  private static final int SUITE_AT = 8;

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
            CipherWarmUp.inBackground();
          }
          return unlock(config);
        });
  }

  /**
   * Creates a repository and opens it. The configuration is written last: a creation that was cut
   * short left no repository.
   *
   * @param label names the first holder of keys
   */
  public OpenRepository create(String label) {
    return orClose(
        () -> {
          refuseIfThere();
          Configuration.Writers writers = probe();
          try (RepositoryKeys keys = RepositoryKeys.generate()) {
            byte[] keyFile = unlocking.seal(keys);
            String id = KeyFile.id(keyFile);
            BlobKey key = BlobKey.of(KEYS + id);
            store.create(key, BlobBody.of(keyFile), CreateOptions.none());
            Holder founder = new Holder(id, slot(keyFile), label, now());
            byte[] config = seal(keys, configuration(keys, founder, writers));
            try {
              store.create(CONFIG, BlobBody.of(config), CreateOptions.none());
            } catch (BlobExistsException e) {
              store.delete(List.of(key));
              throw exists();
            }
            return unlock(config);
          }
        });
  }

  private void refuseIfThere() {
    if (store.stat(CONFIG).isPresent()) {
      throw exists();
    }
    if (!store.list(KEYS, null).blobs().isEmpty()) {
      throw new RepositoryExistsException(
          store.location()
              + " holds key files but no configuration: a repository whose configuration was lost,"
              + " or a creation that was cut short. Look at it before anything is written there");
    }
  }

  private RepositoryExistsException exists() {
    return new RepositoryExistsException(
        "there is a repository at " + store.location() + " already");
  }

  /** Creates a blob twice, to see whether the store refuses the second. */
  private Configuration.Writers probe() {
    BlobKey key = BlobKey.of("probe-" + UUID.randomUUID());
    BlobBody body = BlobBody.of(key.value().getBytes(StandardCharsets.US_ASCII));
    try {
      store.create(key, body, CreateOptions.none());
      store.create(key, body, CreateOptions.none());
      return Configuration.Writers.ONE;
    } catch (BlobExistsException e) {
      return Configuration.Writers.MANY;
    } finally {
      store.delete(List.of(key)).orThrow();
    }
  }

  private Configuration configuration(
      RepositoryKeys keys, Holder founder, Configuration.Writers writers) {
    return new Configuration(
        HexFormat.of().formatHex(keys.repositoryId()),
        now(),
        Suite.AES_256_GCM,
        ChunkSizes.DEFAULT,
        HexFormat.of().formatHex(keys.authorPublicKey()),
        founder,
        writers);
  }

  private static byte[] seal(RepositoryKeys keys, Configuration configuration) {
    byte[] signed =
        SignedStatement.sign(
            Configuration.PURPOSE, configuration.encode(), keys.rootPublicKey(), keys::signAsRoot);
    return SealedDocument.seal(
        ContainerKind.CONFIG,
        signed,
        buffer -> keys.seal(ContainerKind.CONFIG, configuration.suite(), buffer));
  }

  private long now() {
    return settings.clock().instant().getEpochSecond();
  }

  static int slot(byte[] keyFile) {
    return KeyFile.parse(keyFile).slot() == KeyFile.Slot.PASSPHRASE ? 1 : 2;
  }

  private byte[] readConfig() {
    if (store.stat(CONFIG).isEmpty()) {
      if (store.list("", null).blobs().isEmpty()) {
        throw new RepositoryNotFoundException("there is no repository at " + store.location());
      }
      throw new NotARepositoryException(
          store.location() + " holds files, but no configuration of a Byssus repository");
    }
    byte[] config = Blobs.read(store, CONFIG);
    if (config.length < MAGIC.length + Short.BYTES + 1
        || !Arrays.equals(config, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new NotARepositoryException(
          store.location() + " holds a file 'config' that is not a Byssus repository's");
    }
    int version = ByteBuffer.wrap(config).getShort(MAGIC.length) & 0xffff;
    if (version != 0) {
      throw new UnsupportedFormatException(
          "the repository at "
              + store.location()
              + " has format version "
              + version
              + "; this program knows version 0");
    }
    Suite.of(config[SUITE_AT] & 0xff);
    return config;
  }

  private OpenRepository unlock(byte[] config) {
    List<String> damaged = new ArrayList<>();
    int wrong = 0;
    ConfigurationDamaged contradicted = null;
    List<BlobKey> files = new ArrayList<>();
    Blobs.forEach(store, KEYS, info -> files.add(info.key()));
    for (BlobKey file : files) {
      byte[] bytes = Blobs.readIfPresent(store, file).orElse(null);
      if (bytes == null) {
        continue; // its holder was removed since the files were listed
      }
      if (!KeyFile.id(bytes).equals(file.lastSegment())) {
        damaged.add(file.value());
      }
      try {
        KeyFile keyFile = KeyFile.parse(bytes);
        if (unlocking.fits(keyFile)) {
          return open(config, unlocking.unlock(keyFile), file.lastSegment());
        }
      } catch (WrongKeyException e) {
        wrong++; // the next key file may be the holder's
      } catch (ConfigurationDamaged e) {
        // Two that created a repository at once leave two key files, if the loser was killed.
        contradicted = e;
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        if (!damaged.contains(file.value())) {
          damaged.add(file.value());
        }
      }
    }
    if (contradicted != null) {
      throw contradicted;
    }
    if (!damaged.isEmpty()) {
      throw new DamagedRepositoryException(
          "no key file opens, and these are damaged: " + String.join(", ", damaged));
    }
    if (files.isEmpty()) {
      throw new DamagedRepositoryException("the key files of " + store.location() + " are missing");
    }
    throw new WrongKeyException(
        wrong == 0
            ? "no key file of " + store.location() + " is for what was given"
            : "wrong passphrase or key for the repository at " + store.location());
  }

  private OpenRepository open(byte[] config, RepositoryKeys keys, String holder) {
    try {
      SignedStatement signed =
          SignedStatement.verify(
              Configuration.PURPOSE,
              SealedDocument.open(keys, ContainerKind.CONFIG, config),
              List.of(keys.rootPublicKey()));
      Configuration configuration = Configuration.decode(signed.statement());
      String author = HexFormat.of().formatHex(keys.authorPublicKey());
      if (!configuration.author().equals(author)
          || !configuration.repositoryId().equals(HexFormat.of().formatHex(keys.repositoryId()))) {
        throw new DamagedRepositoryException("the configuration is another repository's");
      }
      String hash = DigestAlgorithm.SHA_256.hex(config, 0, config.length);
      return new OpenRepository(store, keys, configuration, hash, settings, holder);
    } catch (DamagedRepositoryException e) {
      keys.close();
      throw new ConfigurationDamaged(e);
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  /** The keys of a key file opened, but not the configuration. */
  private static final class ConfigurationDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DamagedRepositoryException damage;

    ConfigurationDamaged(DamagedRepositoryException damage) {
      super(damage);
      this.damage = damage;
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
    } catch (ConfigurationDamaged e) {
      throw new DamagedRepositoryException(
          "config of " + store.location() + " is damaged: " + e.damage.getMessage(), e.damage);
    } finally {
      unlocking.close();
      if (!opened) {
        store.close();
      }
    }
  }
}
