package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.key.KeyHolders;
import io.byssus.testkit.store.InMemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyHoldersTest {
  private final InMemoryStore store = InMemoryStore.create();

  @Test
  void addsHoldersWhoOpenWithPassphraseOrProvider() {
    AtomicLong seconds = new AtomicLong(1_000_000_000);
    WrappingProvider vault = new WrappingProvider("vault", 2);
    try (BackupRepository repository =
        at().keys(Repositories.KEYS)
            .label("founder")
            .clock(() -> Instant.ofEpochSecond(seconds.getAndIncrement()))
            .withoutRecoveryKey()
            .create()) {
      KeyHolder paper = repository.keys().add(secret("on paper"), "päper");
      KeyHolder service = repository.keys().add(vault, "service");

      assertThat(repository.keys().list().stream().map(KeyHolder::label))
          .containsExactly("founder", "päper", "service");
      assertThat(repository.keys().list()).endsWith(paper, service);
      assertThat(repository.keys().list().stream().map(KeyHolder::current))
          .containsExactly(true, false, false);
      assertThat(paper.kind()).isEqualTo(KeyHolder.Kind.PASSPHRASE);
      assertThat(service.kind()).isEqualTo(KeyHolder.Kind.PROVIDER);
      assertThat(Repositories.keys(store, "keys/").stream().map(BlobKey::lastSegment))
          .contains(paper.id(), service.id());
    }
    try (BackupRepository opened = at().passphrase(secret("on paper")).open()) {
      assertThat(opened.keys().list().stream().filter(KeyHolder::current).map(KeyHolder::label))
          .containsExactly("päper");
    }
    try (BackupRepository opened = at().keys(vault).open()) {
      assertThat(opened.keys().list().stream().filter(KeyHolder::current).map(KeyHolder::label))
          .containsExactly("service");
    }
  }

  @Test
  void aRemovedHolderOpensNoMore() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      KeyHolder leaver = repository.keys().add(secret("leaver"), "leaver");
      at().passphrase(secret("leaver")).open().close();

      repository.keys().remove(leaver.id().substring(0, 12).toUpperCase(java.util.Locale.ROOT));

      assertThat(repository.keys().list()).hasSize(1);
      assertThat(Repositories.keys(store, "keys/")).hasSize(1);
    }
    assertThatThrownBy(() -> at().passphrase(secret("leaver")).open())
        .isInstanceOf(WrongKeyException.class);
    Repositories.open(store.sameBlobs()).close();
  }

  @Test
  void refusesToRemoveWhatIsNotClearOrInUse() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      KeyHolder current = repository.keys().list().get(0);
      // Two of seventeen ids start with the same of sixteen digits.
      for (int i = 0; i < 17; i++) {
        repository.keys().add(new WrappingProvider("vault" + i, i), "vault");
      }
      List<KeyHolder> holders = repository.keys().list();

      assertThatThrownBy(() -> repository.keys().remove(current.id()))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("opened with")
          .extracting(KeyHoldersTest::advice)
          .asString()
          .contains("another passphrase");
      assertThatThrownBy(() -> repository.keys().remove("xyz"))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("no key file")
          .hasMessageContaining("xyz")
          .extracting(KeyHoldersTest::advice)
          .asString()
          .contains("List");
      assertThatThrownBy(() -> repository.keys().remove(""))
          .isInstanceOf(KeyHolderRefusedException.class);
      assertThatThrownBy(() -> repository.keys().remove(sharedDigit(holders)))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("several key files have ids that start with")
          .extracting(KeyHoldersTest::advice)
          .asString()
          .contains("more digits");
      assertThat(repository.keys().list()).isEqualTo(holders);
    }
  }

  private static String sharedDigit(List<KeyHolder> holders) {
    List<String> digits = holders.stream().map(holder -> holder.id().substring(0, 1)).toList();
    return digits.stream()
        .filter(digit -> Collections.frequency(digits, digit) > 1)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesLabelsThatAreTooLongAndStoresNothing() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      List<BlobKey> before = Repositories.keys(store, "");

      assertThatThrownBy(() -> repository.keys().add(secret("x"), "x".repeat(201)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("201");
      assertThat(Repositories.keys(store, "")).isEqualTo(before);
    }
  }

  @Test
  void twoWhoRemoveEachOtherLeaveOne() throws InterruptedException {
    for (int attempt = 0; attempt < 10; attempt++) {
      InMemoryStore blobs = InMemoryStore.create();
      WrappingProvider vault = new WrappingProvider("vault", attempt);
      try (BackupRepository one = Repositories.create(blobs.sameBlobs())) {
        KeyHolder first = one.keys().list().get(0);
        KeyHolder second = one.keys().add(vault, "second");
        try (BackupRepository two = BackupRepository.on(blobs.sameBlobs()).keys(vault).open()) {
          List<Throwable> refused =
              together(() -> one.keys().remove(second.id()), () -> two.keys().remove(first.id()));

          assertThat(refused).hasSize(1);
          assertThat(refused.get(0))
              .isInstanceOf(KeyHolderRefusedException.class)
              .hasMessageContaining("key file");
          assertThat(one.keys().list()).hasSize(1);
          assertThat(two.keys().list().get(0).id()).isEqualTo(one.keys().list().get(0).id());
        }
      }
      boolean firstStays = Repositories.keys(blobs, "keys/").size() == 1 && opens(blobs);
      if (!firstStays) {
        BackupRepository.on(blobs.sameBlobs()).keys(vault).open().close();
      }
    }
  }

  private static boolean opens(InMemoryStore blobs) {
    try {
      Repositories.open(blobs.sameBlobs()).close();
      return true;
    } catch (ByssusException e) {
      return false;
    }
  }

  @Test
  void manyAreAddedAtOnceFromSeveralProcesses() throws InterruptedException {
    int clients = 4;
    int each = 5;
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      Runnable[] adding = new Runnable[clients];
      for (int client = 0; client < clients; client++) {
        int number = client;
        adding[client] =
            () -> {
              try (BackupRepository own = Repositories.open(store.sameBlobs())) {
                for (int i = 0; i < each; i++) {
                  own.keys().add(new WrappingProvider("p" + number + "-" + i, i), "added");
                }
              }
            };
      }

      assertThat(together(adding)).isEmpty();

      assertThat(repository.keys().list()).hasSize(1 + clients * each);
      for (int client = 0; client < clients; client++) {
        at().keys(new WrappingProvider("p" + client + "-" + 3, 3)).open().close();
      }
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
  }

  @Test
  void changesThePassphraseSeveralTimes() {
    try (BackupRepository repository =
        at().passphrase(secret("one")).withoutRecoveryKey().create()) {
      repository.keys().changePassphrase(secret("two"));

      KeyHolder third = repository.keys().changePassphrase(secret("three"));

      assertThat(third.current()).isTrue();
      assertThat(repository.keys().list()).containsExactly(third);
    }
    at().passphrase(secret("three")).open().close();
    assertThatThrownBy(() -> at().passphrase(secret("two")).open())
        .isInstanceOf(WrongKeyException.class);
  }

  @Test
  void changesNoPassphraseWhereAProviderOpened() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      assertThatThrownBy(() -> repository.keys().changePassphrase(secret("new")))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("key provider");
      assertThat(repository.keys().list()).hasSize(1);
    }
  }

  /** Runs all at once and returns what they threw. */
  private static List<Throwable> together(Runnable... all) throws InterruptedException {
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    CyclicBarrier start = new CyclicBarrier(all.length);
    List<Thread> threads = new ArrayList<>();
    for (Runnable one : all) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  one.run();
                } catch (Exception e) {
                  thrown.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return thrown;
  }

  private static String advice(Throwable thrown) {
    return ((ByssusException) thrown).advice();
  }

  @Test
  void takesNoMoreHoldersThanOpeningTries() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      for (int i = 1; i < KeyHolders.MAX_HOLDERS; i++) {
        repository.keys().add(new WrappingProvider("vault" + i, i), "vault");
      }

      assertThatThrownBy(() -> repository.keys().add(new WrappingProvider("x", 1), "one more"))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("64");
      assertThat(Repositories.keys(store, "keys/")).hasSize(KeyHolders.MAX_HOLDERS);
    }
    for (int i = 1; i < KeyHolders.MAX_HOLDERS; i++) {
      at().keys(new WrappingProvider("vault" + i, i)).open().close();
    }
  }

  private RepositoryBuilder at() {
    return BackupRepository.on(store.sameBlobs());
  }

  private static Secret secret(String text) {
    return Secret.ofPassphrase(text.toCharArray());
  }
}
