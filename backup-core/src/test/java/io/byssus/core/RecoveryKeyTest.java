package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import io.byssus.core.key.KeyHolder;
import io.byssus.testkit.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RecoveryKeyTest {
  private final InMemoryStore store = InMemoryStore.create();

  private static String text(Secret secret) {
    return secret.use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }

  private static Secret typed(String text) {
    return Secret.ofPassphrase(text.toCharArray());
  }

  private RepositoryBuilder at() {
    return BackupRepository.on(store.sameBlobs());
  }

  private String created() {
    try (BackupRepository repository = at().keys(Repositories.KEYS).create()) {
      return text(repository.recoveryKey().orElseThrow());
    }
  }

  @Test
  void ofACreationOpensTheRepositoryAsItWasPrintedOrTyped() {
    String printed = created();
    for (String typed : List.of(printed, printed.replace("-", " ").toLowerCase(Locale.ROOT))) {
      try (BackupRepository repository = at().recoveryKey(typed(typed)).open()) {
        assertThat(repository.recoveryKey()).isEmpty();
        assertThat(repository.keys().list().stream().map(KeyHolder::kind))
            .containsExactlyInAnyOrder(KeyHolder.Kind.PROVIDER, KeyHolder.Kind.RECOVERY_KEY);
        assertThat(repository.keys().list().stream().filter(KeyHolder::current))
            .singleElement()
            .extracting(KeyHolder::label)
            .isEqualTo("recovery key");
        assertThat(Repositories.checkAll(repository).findings()).isEmpty();
      }
    }
  }

  @Test
  void withATypingErrorIsToldFromAWrongOne() {
    String printed = created();
    char last = printed.charAt(printed.length() - 1);
    String mistyped = printed.substring(0, printed.length() - 1) + (last == 'A' ? 'C' : 'A');

    assertThatThrownBy(() -> at().recoveryKey(typed(mistyped)))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("typing error")
        .hasMessageNotContaining(mistyped.substring(0, 5));
    String another = new RecoveryKeyTest().created();
    assertThatThrownBy(() -> at().recoveryKey(typed(another)).open())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("wrong passphrase or key");
  }

  @Test
  void isNotMadeWhereItIsNotWanted() {
    try (BackupRepository repository = at().keys(Repositories.KEYS).withoutRecoveryKey().create()) {
      assertThat(repository.recoveryKey()).isEmpty();
      assertThat(repository.keys().list()).hasSize(1);
    }
  }

  @Test
  void isWipedWithItsRepositoryAndNeverPrinted() {
    Secret key;
    try (BackupRepository repository = at().keys(Repositories.KEYS).create()) {
      key = repository.recoveryKey().orElseThrow();
      String text = text(key);
      assertThat(repository.toString()).doesNotContain(text.substring(0, 5));
      assertThat(key.toString()).doesNotContain(text.substring(0, 5));
    }
    assertThatThrownBy(() -> text(key)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void canBeAddedAndRemovedLater() {
    String first = created();
    String second;
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      try (Secret added = repository.keys().addRecoveryKey("in the safe")) {
        second = text(added);
      }
      KeyHolder old =
          repository.keys().list().stream()
              .filter(holder -> holder.label().equals("recovery key"))
              .findFirst()
              .orElseThrow();
      repository.keys().remove(old.id());
    }
    assertThatThrownBy(() -> at().recoveryKey(typed(first)).open())
        .isInstanceOf(WrongKeyException.class);
    try (BackupRepository repository = at().recoveryKey(typed(second)).open()) {
      assertThatThrownBy(() -> repository.keys().changePassphrase(typed("new")))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("with a recovery key");
      repository.keys().add(typed("a new passphrase"), "rescuer");
    }
    at().passphrase(typed("a new passphrase")).open().close();
  }
}
