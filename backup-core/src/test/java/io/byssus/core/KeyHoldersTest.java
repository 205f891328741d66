package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import io.byssus.core.key.KeyHolder;
import io.byssus.testkit.store.InMemoryStore;
import org.junit.jupiter.api.Test;

class KeyHoldersTest {
  private final InMemoryStore store = InMemoryStore.create();

  @Test
  void changesThePassphraseSeveralTimes() {
    try (BackupRepository repository = at().passphrase(secret("one")).create()) {
      repository.keys().changePassphrase(secret("two"));

      KeyHolder third = repository.keys().changePassphrase(secret("three"));

      assertThat(third.current()).isTrue();
      assertThat(repository.keys().list()).containsExactly(third);
    }
    at().passphrase(secret("three")).open().close();
    assertThatThrownBy(() -> at().passphrase(secret("two")).open())
        .isInstanceOf(WrongKeyException.class);
  }

  private RepositoryBuilder at() {
    return BackupRepository.on(store.sameBlobs());
  }

  private static Secret secret(String text) {
    return Secret.ofPassphrase(text.toCharArray());
  }
}
