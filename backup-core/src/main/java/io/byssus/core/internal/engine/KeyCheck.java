package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.UnreadableBlobException;
import io.byssus.crypto.KeyFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what opens a repository: its configuration and its key files. */
final class KeyCheck {
  /** Far more than open the repository. */
  private static final int MAX_FILES = 10_000;

  private final OpenRepository repository;
  private final BlobStore store;
  private final Findings findings;

  KeyCheck(OpenRepository repository, Findings findings) {
    this.repository = repository;
    this.store = repository.store();
    this.findings = findings;
  }

  /**
   * Checks them.
   *
   * @param state what the log says
   * @param removed the key files whose removal the log tells of
   */
  void run(LogState state, Set<String> removed) {
    checkConfiguration();
    Set<String> present = new HashSet<>();
    for (BlobKey key : Blobs.first(store, KeyFiles.PREFIX, MAX_FILES)) {
      String id = KeyFiles.id(key);
      Optional<Boolean> whole = isWhole(key);
      if (whole.isEmpty()) {
        continue; // its holder was removed since the files were listed, or it is missing
      }
      present.add(id);
      if (!state.holders().containsKey(id) && !isHolderNow(id)) {
        findings.warning(key.value(), leftover(removed.contains(id)));
      } else if (!whole.get()) {
        findings.error(
            key.value(),
            "the key file is damaged: its holder can't open the repository. Put it back from a copy"
                + " of the repository, or remove the key and add the holder again");
      }
    }
    for (String holder : state.holders().keySet()) {
      if (!present.contains(holder) && isHolderNow(holder)) {
        findings.error(
            KeyFiles.key(holder).value(),
            "the key file is missing: its holder can't open the repository. Put it back from a copy"
                + " of the repository, or remove the key and add the holder again");
      }
    }
    reportProbes();
  }

  private void checkConfiguration() {
    String key = RepositoryOpener.CONFIG.value();
    try {
      byte[] config = Blobs.read(store, RepositoryOpener.CONFIG, BlobLimit.CONFIG);
      if (!repository.isConfiguration(config)) {
        findings.error(key, "the configuration was changed since it was opened");
      }
    } catch (BlobNotFoundException e) {
      findings.error(key, "the configuration is missing");
    } catch (UnreadableBlobException e) {
      findings.error(key, "the configuration can't be used: " + e.getMessage());
    } catch (DamagedRepositoryException e) {
      findings.error(key, "the configuration was changed since it was opened: " + e.getMessage());
    }
  }

  private Optional<Boolean> isWhole(BlobKey key) {
    try {
      return Blobs.readIfPresent(store, key, BlobLimit.KEY_FILE)
          .map(bytes -> KeyFile.id(bytes).equals(KeyFiles.id(key)));
    } catch (DamagedRepositoryException e) {
      return Optional.of(false);
    }
  }

  /** The log is asked again: the holder may have been added or removed since. */
  private boolean isHolderNow(String id) {
    return repository.state().holders().containsKey(id);
  }

  private static String leftover(boolean removed) {
    return removed
        ? "the key was removed, but its file is still there and opens the repository: remove it again"
        : "the log does not name this key file: adding it was cut short, or somebody put it there."
            + " It may open the repository; remove it unless somebody is adding it now";
  }

  private void reportProbes() {
    List<BlobKey> probes = Blobs.first(store, WriterProbe.PREFIX, MAX_FILES);
    for (BlobKey probe : probes) {
      findings.warning(
          probe.value(),
          "a creation that was cut short left this file: nothing reads it, and it may be deleted");
    }
  }
}
