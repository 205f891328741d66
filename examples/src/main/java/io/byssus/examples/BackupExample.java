package io.byssus.examples;

import io.byssus.api.event.Progress;
import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes a repository, once, and backs a directory up into it, as often as you like. */
public final class BackupExample {
  private BackupExample() {}

  /**
   * Makes an empty repository. Opening one never does.
   *
   * @param location such as {@code file:///var/backups/shop}
   * @param passphrase without it, nothing in the repository can ever be read
   * @return the repository's id
   */
  public static String create(String location, Secret passphrase) {
    try (BackupRepository repository =
        BackupRepository.at(location).passphrase(passphrase).create()) {
      return repository.id();
    }
  }

  /**
   * Backs a directory up.
   *
   * @param location such as {@code file:///var/backups/shop}
   * @param passphrase of a holder of keys
   * @param shop what to back up
   * @param display is shown how far it is
   */
  public static BackupReport backUp(
      String location, Secret passphrase, Path shop, Consumer<Progress> display) {
    try (BackupRepository repository =
        BackupRepository.at(location).passphrase(passphrase).open()) {
      BackupReport nightly =
          repository
              .backup(FileSource.of(shop).exclude("*.tmp"))
              .origin("shop")
              .tag("nightly")
              .onProgress(display)
              .run();
      return nightly;
    }
  }
}
