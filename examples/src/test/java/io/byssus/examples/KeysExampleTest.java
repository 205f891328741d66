package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.WriteOnlyKeyException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import io.byssus.core.key.KeyHolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysExampleTest {
  @Test
  void aHolderComesInAndIsShutOutAgain(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (Secret passphrase = Secret.ofPassphrase("anna's".toCharArray());
        BackupRepository repository = shop.backedUp()) {
      List<KeyHolder> holders = KeysExample.letIn(repository, passphrase);
      assertThat(holders).hasSize(3); // the recovery key is one
      opening(shop, "anna's").open().close();

      KeysExample.shutOut(
          repository,
          holders.stream().filter(h -> h.label().equals("Anna")).findFirst().orElseThrow());
      assertThatThrownBy(() -> opening(shop, "anna's").open())
          .isInstanceOf(WrongKeyException.class);
    }
  }

  @Test
  void aServerBacksUpAndReadsNothing(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (Secret passphrase = Secret.ofPassphrase("the server's".toCharArray());
        BackupRepository repository = shop.backedUp()) {
      assertThat(KeysExample.letBackUp(repository, passphrase).writeOnly()).isTrue();
    }

    try (BackupRepository server =
        opening(shop, "the server's").cacheDirectory(directory.resolve("cache")).open()) {
      assertThatThrownBy(server::snapshots).isInstanceOf(WriteOnlyKeyException.class);
    }
  }

  @Test
  void aPassphraseIsReplaced(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (Secret passphrase = Secret.ofPassphrase("the new one".toCharArray());
        BackupRepository repository = shop.backedUp()) {
      KeysExample.change(repository, passphrase);
    }

    opening(shop, "the new one").open().close();
    assertThatThrownBy(() -> opening(shop, "correct horse battery staple").open())
        .isInstanceOf(WrongKeyException.class);
  }

  private static RepositoryBuilder opening(Shop shop, String passphrase) {
    return BackupRepository.at(shop.location()).passphrase(passphrase.toCharArray());
  }
}
