package io.byssus.examples;

import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.key.KeyHolder;
import java.util.List;

/** Decides who can open a repository. No data is written again. */
public final class KeysExample {
  private KeysExample() {}

  /** Lets a second person open the repository with a passphrase of their own. */
  public static List<KeyHolder> letIn(BackupRepository repository, Secret passphraseOfAnna) {
    repository.keys().add(passphraseOfAnna, "Anna");
    return repository.keys().list();
  }

  /** Gives a server a key with which it backs up, and can neither read nor forget. */
  public static KeyHolder letBackUp(BackupRepository repository, Secret passphraseOfServer) {
    return repository.keys().addHost(passphraseOfServer, "web-1");
  }

  /** Takes away what a person was given. Helps as far as they kept no copy of the keys. */
  public static void shutOut(BackupRepository repository, KeyHolder holder) {
    repository.keys().remove(holder.id());
  }

  /** Replaces the passphrase that the repository was opened with. */
  public static KeyHolder change(BackupRepository repository, Secret passphrase) {
    return repository.keys().changePassphrase(passphrase);
  }
}
