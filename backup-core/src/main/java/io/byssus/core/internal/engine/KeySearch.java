package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NotEnoughMemoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.UnreadableBlobException;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.RepositoryKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key file that opens a repository, and its configuration with it.
 *
 * <p>What keeps one key file from opening does not keep the next from being tried: it may be
 * somebody else's, or a leftover. How many are tried, and what that may cost, is bounded, because
 * whoever holds the store can add any number. Used once.
 */
final class KeySearch {
  /** Those of all holders, and some leftovers: each is a request, and a second of work or less. */
  static final int MAX_TRIED = 100;

  /** The keys that were found; whoever has them closes them. */
  record Found(RepositoryKeys keys, String holder, Configuration configuration) {}

  private final BlobStore store;
  private final Unlocking unlocking;
  private final List<String> damaged = new ArrayList<>();
  private final DerivationBudget budget = new DerivationBudget();
  private boolean leftOut;
  private boolean tried;
  private @Nullable DamagedRepositoryException contradicted;
  private @Nullable ByssusException refused;

  KeySearch(BlobStore store, Unlocking unlocking) {
    this.store = store;
    this.unlocking = unlocking;
  }

  /**
   * Returns the first that opens.
   *
   * @param config the configuration, sealed
   */
  Found find(byte[] config) {
    List<BlobKey> files = Blobs.first(store, KeyFiles.PREFIX, MAX_TRIED + 1);
    for (BlobKey file : files.subList(0, Math.min(files.size(), MAX_TRIED))) {
      Optional<RepositoryKeys> keys = unlock(file);
      if (keys.isPresent()) {
        Optional<Configuration> configuration = open(config, keys.get());
        if (configuration.isPresent()) {
          return new Found(keys.get(), KeyFiles.id(file), configuration.get());
        }
      }
    }
    leftOut |= files.size() > MAX_TRIED;
    throw refusal(files.isEmpty());
  }

  private Optional<RepositoryKeys> unlock(BlobKey file) {
    try {
      Optional<byte[]> bytes = Blobs.readIfPresent(store, file, BlobLimit.KEY_FILE);
      if (bytes.isEmpty()) {
        return Optional.empty(); // its holder was removed since the files were listed
      }
      if (!KeyFile.id(bytes.get()).equals(KeyFiles.id(file))) {
        damaged.add(file.value());
      }
      KeyFile keyFile = KeyFile.parse(bytes.get());
      if (unlocking.fits(keyFile) && isAffordable(keyFile)) {
        tried = true;
        return Optional.of(unlocking.unlock(keyFile));
      }
    } catch (WrongKeyException e) {
      // The next key file may be the holder's.
    } catch (UnreadableBlobException e) {
      refused = e.failure();
    } catch (DamagedRepositoryException e) {
      if (!damaged.contains(file.value())) {
        damaged.add(file.value());
      }
    } catch (NotEnoughMemoryException e) {
      refused = new NotEnoughMemoryException(file + ": " + e.getMessage(), e.advice(), e);
    } catch (UnsupportedFormatException e) {
      refused = new UnsupportedFormatException(file + ": " + e.getMessage(), e);
    }
    return Optional.empty();
  }

  private boolean isAffordable(KeyFile keyFile) {
    boolean affordable = budget.allows(keyFile);
    leftOut |= !affordable; // cheaper ones are tried all the same
    return affordable;
  }

  private Optional<Configuration> open(byte[] config, RepositoryKeys keys) {
    try {
      return Optional.of(Configuration.open(keys, config));
    } catch (DamagedRepositoryException e) {
      // Two that created a repository at once leave two key files, if the loser was killed.
      contradicted = e;
      keys.close();
      return Optional.empty();
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  private ByssusException refusal(boolean none) {
    if (contradicted != null) {
      return new DamagedRepositoryException(
          "config of " + store.location() + " is damaged: " + contradicted.getMessage(),
          "Put the file config back from a copy of the repository.",
          contradicted);
    }
    if (leftOut) {
      return new DamagedRepositoryException(
          "no key file of "
              + store.location()
              + " opens among those that were tried, and there are more than is tried: "
              + MAX_TRIED
              + " files, and Argon2id over "
              + (DerivationBudget.TOTAL_KIB >> 20)
              + " GiB in all",
          "Check the passphrase or the key provider; if it is right, move files out of keys/ that are"
              + " no holder's: a repository has at most "
              + KeyHolders.MAX_HOLDERS
              + ".",
          null);
    }
    if (!damaged.isEmpty()) {
      return new DamagedRepositoryException(
          "no key file of "
              + store.location()
              + " opens, and these are damaged: "
              + String.join(", ", damaged),
          "Put them back from a copy of the repository, or open it with another passphrase or key"
              + " provider.",
          null);
    }
    if (refused != null) {
      return refused;
    }
    if (none) {
      return new DamagedRepositoryException(
          "the key files of " + store.location() + " are missing",
          "Put the files below keys/ back from a copy of the repository.",
          null);
    }
    return new WrongKeyException(
        tried
            ? "wrong passphrase or key for the repository at " + store.location()
            : "no key file of " + store.location() + " is for what was given");
  }
}
