package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.check.Finding;
import io.byssus.core.key.KeyHolder;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Key files that the log does not name, and how they come about and go. */
class LeftoverKeyTest {
  private static final KeyProvider OTHER = new WrappingProvider("other", 2);

  /** Adding and removing takes more requests than these, and fewer than those. */
  private static final int FEW = 8;

  private static final int MANY = 200;

  private final InMemoryStore blobs = InMemoryStore.create();
  private final FaultyStore store = FaultyStore.around(blobs.sameBlobs());
  private final BackupRepository repository = Repositories.create(store);

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void aKeyFileIsDeletedAgainWhenTheLogRefusesToNameIt() {
    store.inject(Fault.unavailable(), Trigger.on(StoreOperation.CREATE, k -> k.startsWith("log/")));

    assertThatThrownBy(() -> repository.keys().add(OTHER, "other"))
        .isInstanceOf(StoreUnavailableException.class);

    store.heal();
    assertThat(Repositories.keys(store, "keys/")).hasSize(1);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void aKeyFileStaysWhenNobodyKnowsWhetherTheLogNamesIt() {
    store.inject(Fault.requestLost(), Trigger.on(StoreOperation.CREATE, k -> k.startsWith("log/")));

    assertThatThrownBy(() -> repository.keys().add(OTHER, "other"))
        .isInstanceOf(OutcomeUnknownException.class);

    store.heal();
    assertThat(Repositories.keys(store, "keys/")).hasSize(2);
  }

  @Test
  void isListedAndRemovedLikeAHolder() {
    String id = leaveBehind();

    List<KeyHolder> holders = repository.keys().list();
    assertThat(holders).hasSize(2);
    assertThat(holders.get(1))
        .isEqualTo(KeyHolder.of(id, KeyHolder.Kind.LEFTOVER, "(not in the log)").build());
    openWithOther().close();

    repository.keys().remove(id.substring(0, 10));

    assertThat(repository.keys().list()).isEqualTo(holders.subList(0, 1));
    assertThatThrownBy(this::openWithOther).isInstanceOf(WrongKeyException.class);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void isNotRemovedByWhoOpenedWithIt() {
    String id = leaveBehind();
    try (BackupRepository other = openWithOther()) {
      assertThat(other.keys().list().get(1).current()).isTrue();
      assertThatThrownBy(() -> other.keys().remove(id))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("opened with");
      String holder = other.keys().list().get(0).id();
      assertThatThrownBy(() -> other.keys().remove(holder))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("last");
    }
    assertThat(Repositories.keys(store, "keys/")).hasSize(2);
  }

  @Test
  void hasNoPassphraseToChangeButAWayOut() {
    leaveBehind();
    try (BackupRepository other = openWithOther()) {
      assertThatThrownBy(
              () -> other.keys().changePassphrase(Secret.ofPassphrase("new".toCharArray())))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("which the log does not name")
          .satisfies(
              e -> {
                assertThat(((ByssusException) e).code()).isEqualTo(ErrorCode.KEY_HOLDER_REFUSED);
                assertThat(((ByssusException) e).advice()).contains("Add a holder");
              });

      other.keys().add(new WrappingProvider("third", 3), "third");
    }
    try (BackupRepository third =
        BackupRepository.on(blobs.sameBlobs()).keys(new WrappingProvider("third", 3)).open()) {
      assertThat(third.keys().list()).hasSize(3);
    }
  }

  @Test
  void remainsOfARemovalWhoseFileCouldNotBeDeletedAndIsRemovedLater() {
    KeyHolder holder = repository.keys().add(OTHER, "other");
    store.inject(Fault.accessDenied(), Trigger.every(StoreOperation.DELETE));

    assertThatThrownBy(() -> repository.keys().remove(holder.id()))
        .isInstanceOf(KeyHolderRefusedException.class)
        .hasMessageContaining("still opens")
        .extracting(e -> ((ByssusException) e).advice())
        .asString()
        .contains("again");

    store.heal();
    assertThat(finding("keys/" + holder.id())).contains("was removed").contains("again");
    repository.keys().remove(holder.id());
    assertThatThrownBy(this::openWithOther).isInstanceOf(WrongKeyException.class);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void isToldByACheckFromOneThatWasRemoved() {
    String id = leaveBehind();

    assertThat(finding("keys/" + id)).contains("adding it was cut short").contains("remove it");
  }

  @Test
  void aDamagedFileThatTheLogDoesNotNameCanBeRemoved() {
    BlobKey odd = BlobKey.of("keys/zz");
    Damage.plant(store, odd, new byte[1 << 20]);

    assertThat(finding("keys/zz")).contains("does not name");
    repository.keys().remove("zz");

    assertThat(Repositories.keys(store, "keys/")).hasSize(1);
  }

  @Test
  void aHolderIsKeptWhoseFileIsTakenForALeftoverWhileTheHolderIsAdded() {
    AtomicBoolean removed = new AtomicBoolean();
    store.inject(
        Fault.pausedBy(
            () -> {
              if (removed.compareAndSet(false, true)) {
                try (BackupRepository second = Repositories.open(blobs.sameBlobs())) {
                  second.keys().remove(second.keys().list().get(1).id());
                }
              }
            }),
        Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));

    repository.keys().add(OTHER, "other");

    assertThat(removed).isTrue();
    openWithOther().close();
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void aHolderWhoIsAddedWhileItsFileIsRemovedAsALeftoverKeepsIt() {
    CountDownLatch fileIsThere = new CountDownLatch(1);
    CountDownLatch mayBeNamed = new CountDownLatch(1);
    store.inject(
        Fault.pausedBy(
            () -> {
              fileIsThere.countDown();
              await(mayBeNamed);
            }),
        Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
    Thread adding = new Thread(() -> repository.keys().add(OTHER, "other"));
    adding.start();
    await(fileIsThere);
    FaultyStore second = FaultyStore.around(blobs.sameBlobs());
    try (BackupRepository removing = Repositories.open(second)) {
      String id = removing.keys().list().get(1).id();
      second.inject(
          Fault.pausedBy(
              () -> {
                mayBeNamed.countDown();
                join(adding);
              }),
          Trigger.every(StoreOperation.DELETE));

      assertThatThrownBy(() -> removing.keys().remove(id))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("is a holder's now");
    }
    openWithOther().close();
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  /** All requests from one on fail, those of cleaning up too: the process is gone. */
  @Test
  void everyHolderOpensAndTheRestGoesWhereverAddingAndRemovingIsKilled() {
    int kills = 0;
    while (addAndRemoveAreKilledAt(kills + 1)) {
      kills++;
      assertThat(kills).isLessThan(MANY);
    }
    assertThat(kills).isGreaterThan(FEW);
  }

  private static boolean addAndRemoveAreKilledAt(int at) {
    InMemoryStore place = InMemoryStore.create();
    Repositories.create(place.sameBlobs()).close();
    FaultyStore mortal = FaultyStore.around(place.sameBlobs());
    boolean killed = false;
    try (BackupRepository doomed = Repositories.open(mortal)) {
      long before = mortal.requests();
      mortal.inject(Fault.unavailable(), request -> mortal.requests() >= before + at);
      doomed.keys().remove(doomed.keys().add(OTHER, "other").id());
    } catch (ByssusException e) {
      killed = true;
    }
    assertHoldersOpenAndTheRestGoes(place);
    return killed;
  }

  private static void assertHoldersOpenAndTheRestGoes(InMemoryStore place) {
    try (BackupRepository survivor = Repositories.open(place.sameBlobs())) {
      assertThat(Repositories.checkAll(survivor).errors()).isEmpty();
      for (KeyHolder holder : survivor.keys().list()) {
        if (holder.label().equals("other")) {
          BackupRepository.on(place.sameBlobs()).keys(OTHER).open().close();
        } else if (holder.kind() == KeyHolder.Kind.LEFTOVER) {
          survivor.keys().remove(holder.id());
        }
      }
      assertThat(Repositories.checkAll(survivor).findings()).isEmpty();
    }
  }

  /** Leaves the key file of an add behind whose answer was lost. */
  private String leaveBehind() {
    String own = repository.keys().list().get(0).id();
    store.inject(Fault.requestLost(), Trigger.on(StoreOperation.CREATE, k -> k.startsWith("log/")));
    assertThatThrownBy(() -> repository.keys().add(OTHER, "other"))
        .isInstanceOf(OutcomeUnknownException.class);
    store.heal();
    return Repositories.keys(store, "keys/").stream()
        .map(BlobKey::lastSegment)
        .filter(id -> !id.equals(own))
        .findFirst()
        .orElseThrow();
  }

  private BackupRepository openWithOther() {
    return BackupRepository.on(blobs.sameBlobs()).keys(OTHER).open();
  }

  /** Returns the one warning that a check has. */
  private String finding(String object) {
    List<Finding> findings = Repositories.checkAll(repository).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Finding.Severity.WARNING);
    assertThat(findings.get(0).object()).isEqualTo(object);
    return findings.get(0).message();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
