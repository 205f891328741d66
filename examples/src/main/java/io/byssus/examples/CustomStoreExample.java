package io.byssus.examples;

import io.byssus.api.key.Secret;
import io.byssus.api.source.Source;
import io.byssus.api.store.BlobStore;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;

/** Keeps a repository in a store of the application's own. */
public final class CustomStoreExample {
  private CustomStoreExample() {}

  /**
   * Makes a repository in any store that keeps the contract, and backs up into it.
   *
   * @param store such as a {@link MapStore}; closed with the repository
   */
  public static BackupReport backUpInto(BlobStore store, Secret passphrase, Source source) {
    try (BackupRepository repository = BackupRepository.on(store).passphrase(passphrase).create()) {
      return repository.backup(source).run();
    }
  }
}
