package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.RepositoryExistsException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.NewKeyFile;
import io.byssus.crypto.RepositoryKeys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a repository: key files, then the configuration, which decides who of several was first.
 *
 * <p>A creation that was cut short left no repository, but a key file or a probe. The next one goes
 * on beside them, and removes them once its own configuration is there: nobody else's can follow
 * then, and what was listed before it can't be its own.
 */
final class RepositoryCreation {
  private static final Logger log = LoggerFactory.getLogger(RepositoryCreation.class);

  private final BlobStore store;
  private final RepositorySettings settings;

  RepositoryCreation(BlobStore store, RepositorySettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** One of the first holders, and the name for it. */
  record Founding(Unlocking unlocking, String label) {}

  /**
   * Creates it.
   *
   * @param foundings the first holders
   * @return the configuration, sealed
   */
  byte[] run(List<Founding> foundings) {
    Remains remains = remains();
    Configuration.Writers writers = WriterProbe.writers(store);
    try (RepositoryKeys keys = RepositoryKeys.generate()) {
      List<byte[]> keyFiles = new ArrayList<>();
      List<Holder> founders = new ArrayList<>();
      for (Founding founding : foundings) {
        NewKeyFile file = founding.unlocking().seal(keys);
        keyFiles.add(file.bytes());
        founders.add(KeyFiles.holder(file, founding.label(), now()));
      }
      byte[] config = seal(keys, configuration(keys, founders, writers));
      KeyFiles.create(
          store,
          keyFiles,
          () -> store.create(RepositoryOpener.CONFIG, BlobBody.of(config), CreateOptions.none()));
      sweep(remains);
      return config;
    } catch (BlobExistsException e) {
      throw exists();
    }
  }

  /** Looks for the configuration last: one that came meanwhile explains what was found. */
  private Remains remains() {
    Remains remains = Remains.in(store);
    if (store.stat(RepositoryOpener.CONFIG).isPresent()) {
      throw exists();
    }
    if (remains.kind() == Remains.Kind.REPOSITORY) {
      throw new RepositoryExistsException(
          store.location()
              + " holds a repository that lost its configuration: "
              + remains.witness()
              + " is there, but no config",
          "Put the file config back from a copy of the repository, or choose another location.",
          null);
    }
    if (remains.kind() == Remains.Kind.OTHER_AND_KEYS) {
      throw new RepositoryExistsException(
          store.location()
              + " holds files below keys/ but no configuration, and no creation that was cut short"
              + " leaves "
              + remains.witness(),
          "Choose another location; or put the file config back, if this was a repository, or move"
              + " the files below keys/ away, if it was not.",
          null);
    }
    return remains;
  }

  private RepositoryExistsException exists() {
    if (isStranger()) {
      return new RepositoryExistsException(
          store.location() + " holds a file 'config' that is not a Byssus repository's",
          "Choose another location, or move that file away.",
          null);
    }
    return new RepositoryExistsException(
        "there is a repository at " + store.location() + " already");
  }

  private boolean isStranger() {
    try {
      byte[] config = Blobs.read(store, RepositoryOpener.CONFIG, BlobLimit.CONFIG);
      return !RepositoryOpener.beginsAsConfiguration(config) && Remains.data(store).isEmpty();
    } catch (ByssusException e) {
      return false; // whoever opens it learns more
    }
  }

  private Configuration configuration(
      RepositoryKeys keys, List<Holder> founders, Configuration.Writers writers) {
    return new Configuration(
        HexFormat.of().formatHex(keys.repositoryId()),
        now(),
        settings.suite(),
        ChunkSizes.DEFAULT,
        HexFormat.of().formatHex(keys.authorPublicKey()),
        founders,
        writers,
        List.of());
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

  /** The repository is there: what can't be removed now is told by a check. */
  private void sweep(Remains remains) {
    try {
      if (!remains.swept().isEmpty() && Remains.data(store).isEmpty()) {
        store.delete(remains.swept()).orThrow();
      }
    } catch (ByssusException e) {
      log.warn(
          "What a creation that was cut short left in {} could not be removed: {}",
          store.location(),
          e.getMessage());
    }
  }
}
