package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.RepositoryExistsException;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.check.Finding;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a repository whose creation ends early, and of the next one there. */
class CreationTest {
  private static final BlobKey CONFIG = BlobKey.of("config");
  private static final BlobKey PROBE = BlobKey.of("probe-00000000-0000-0000-0000-000000000000");

  /** Creates what is left behind, so that it has other keys than the next. */
  private static final KeyProvider FIRST = new WrappingProvider("test", 77);

  /** More requests than a creation makes. */
  private static final int MANY = 200;

  private final InMemoryStore blobs = InMemoryStore.create();

  @Test
  void isFinishedByTheNextOneWhereverItWasKilled() {
    assertFinishedWhereverItWasKilled(InMemoryStore::create);
  }

  @Test
  void isFinishedByTheNextOneWhereverTwoWereKilled() {
    assertFinishedWhereverItWasKilled(CreationTest::leftBehind);
  }

  /** All requests from one on fail, those of cleaning up too: the process is gone. */
  private static void assertFinishedWhereverItWasKilled(Supplier<InMemoryStore> before) {
    int killed = 0;
    int created = 0;
    for (int at = 1; ; at++) {
      InMemoryStore place = before.get();
      if (!createKilledAt(place, at)) {
        break;
      }
      killed++;
      assertThat(killed).isLessThan(MANY);
      if (place.stat(CONFIG).isPresent()) {
        created++;
        assertCreated(place, FIRST);
      } else {
        Repositories.create(place.sameBlobs()).close();
        assertThat(Repositories.keys(place, "")).hasSize(2);
        try (BackupRepository repository = Repositories.open(place.sameBlobs())) {
          assertThat(Repositories.checkAll(repository).findings()).isEmpty();
        }
      }
    }
    assertThat(created).isPositive().isLessThan(killed);
  }

  /** Returns whether it was killed before it was done. */
  private static boolean createKilledAt(InMemoryStore place, int at) {
    FaultyStore mortal = FaultyStore.around(place.sameBlobs());
    mortal.inject(Fault.unavailable(), request -> mortal.requests() >= at);
    try {
      BackupRepository.on(mortal).keys(FIRST).create().close();
      return false;
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  /** It can be opened, and what may still lie there can be seen and removed. */
  private static void assertCreated(InMemoryStore place, KeyProvider keys) {
    assertThatThrownBy(() -> Repositories.create(place.sameBlobs()))
        .isInstanceOf(RepositoryExistsException.class)
        .hasMessageContaining("already");
    try (BackupRepository repository = BackupRepository.on(place.sameBlobs()).keys(keys).open()) {
      var report = Repositories.checkAll(repository);
      assertThat(report.errors()).isEmpty();
      for (Finding left : report.findings()) {
        if (left.object().startsWith("keys/")) {
          repository.keys().remove(left.object().substring("keys/".length()));
        } else {
          assertThat(left.object()).startsWith("probe-");
          assertThat(left.message()).contains("may be deleted");
        }
      }
      assertThat(Repositories.keys(place, "keys/")).hasSize(2); // with a recovery key
    }
  }

  private static InMemoryStore leftBehind() {
    InMemoryStore place = InMemoryStore.create();
    Repositories.create(place.sameBlobs()).close();
    Damage.remove(place, CONFIG);
    Damage.plant(place, PROBE, new byte[10]);
    return place;
  }

  @Test
  void takesItsKeyFileAwayWhenItsConfigurationIsRefused() {
    FaultyStore full =
        FaultyStore.around(blobs.sameBlobs())
            .inject(Fault.full(), Trigger.on(StoreOperation.CREATE, "config"::equals));

    assertThatThrownBy(() -> Repositories.create(full)).isInstanceOf(ByssusException.class);

    assertThat(Repositories.keys(blobs, "")).isEmpty();
  }

  @Test
  void openingWhatWasCutShortSaysSo() {
    InMemoryStore place = leftBehind();

    assertThatThrownBy(() -> Repositories.open(place.sameBlobs()))
        .isInstanceOf(NotARepositoryException.class)
        .hasMessageContaining("cut short")
        .extracting(e -> ((ByssusException) e).advice())
        .asString()
        .contains("again");

    Damage.remove(place, Repositories.keys(place, "keys/").get(0));
    assertThatThrownBy(() -> Repositories.open(place.sameBlobs()))
        .isInstanceOf(RepositoryNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys/id-rsa.pub", "readme", "keys/nested/file"})
  void touchesNoKeyFilesBesideWhatNoCreationLeaves(String foreign) {
    InMemoryStore place = leftBehind();
    Damage.plant(place, BlobKey.of(foreign), new byte[100]);
    List<BlobKey> before = Repositories.keys(place, "");

    assertThatThrownBy(() -> Repositories.create(place.sameBlobs()))
        .isInstanceOf(RepositoryExistsException.class)
        .hasMessageContaining(foreign);

    assertThat(Repositories.keys(place, "")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log/app.log", "index/index.html", "packs/a", "checkpoint/1"})
  void anApplicationsDirectoryIsNoRepositoryThatLostItsConfiguration(String foreign) {
    Damage.plant(blobs, BlobKey.of(foreign), new byte[100]);

    assertThatThrownBy(() -> Repositories.open(blobs.sameBlobs()))
        .isInstanceOf(NotARepositoryException.class)
        .hasMessageContaining(foreign);

    Repositories.create(blobs.sameBlobs()).close();
    try (BackupRepository repository = Repositories.open(blobs.sameBlobs())) {
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log/0000000000000001",
        "checkpoint/0000000000000064",
        "index/00000000000000000000000000000000000000000000000000000000000000aa",
        "packs/000000000000000000000000000000bb/"
            + "00000000000000000000000000000000000000000000000000000000000000aa"
      })
  void whatOnlyARepositoryHasTellsThatItLostItsConfiguration(String witness) {
    Damage.plant(blobs, BlobKey.of("log/app.log"), new byte[100]);
    Damage.plant(blobs, BlobKey.of(witness), new byte[100]);

    assertThatThrownBy(() -> Repositories.open(blobs.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining(witness);
  }

  @Test
  void leavesWhatOthersStoredBesideIt() {
    Damage.plant(blobs, BlobKey.of("holiday.jpg"), new byte[100]);

    Repositories.create(blobs.sameBlobs()).close();

    assertThat(Repositories.keys(blobs, "holiday.jpg")).hasSize(1);
    Repositories.open(blobs.sameBlobs()).close();
  }

  @Test
  void isWonByOneThoughTheOtherFindsItsKeyFile() {
    List<BackupRepository> winner = new ArrayList<>();
    AtomicBoolean between = new AtomicBoolean();
    FaultyStore slow = FaultyStore.around(blobs.sameBlobs());
    slow.inject(
        Fault.pausedBy(
            () -> {
              if (between.compareAndSet(false, true)) {
                assertThat(Repositories.keys(blobs, "keys/")).hasSize(2);
                winner.add(Repositories.create(blobs.sameBlobs()));
              }
            }),
        Trigger.on(StoreOperation.CREATE, "config"::equals));

    assertThatThrownBy(() -> BackupRepository.on(slow).keys(FIRST).create())
        .isInstanceOf(RepositoryExistsException.class);

    winner.get(0).close();
    assertThat(Repositories.keys(blobs, "")).hasSize(2);
    try (BackupRepository repository = Repositories.open(blobs.sameBlobs())) {
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
  }

  @Test
  void doesNotSweepWhatWasAddedToItMeanwhile() {
    InMemoryStore place = leftBehind();
    KeyProvider added = new WrappingProvider("added", 5);
    FaultyStore slow = FaultyStore.around(place.sameBlobs());
    AtomicBoolean done = new AtomicBoolean();
    slow.inject(
        Fault.pausedBy(
            () -> {
              if (done.compareAndSet(false, true)) {
                try (BackupRepository second = Repositories.open(place.sameBlobs())) {
                  second.keys().add(added, "added");
                }
              }
            }),
        Trigger.on(StoreOperation.DELETE, key -> key.startsWith("keys/")));

    Repositories.create(slow).close();

    assertThat(done).isTrue();
    try (BackupRepository repository = BackupRepository.on(place.sameBlobs()).keys(added).open()) {
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
      assertThat(repository.keys().list()).hasSize(2);
    }
  }

  @Test
  void whatItCannotSweepIsToldByACheck() {
    InMemoryStore place = leftBehind();
    String left = Repositories.keys(place, "keys/").get(0).value();
    FaultyStore stubborn = FaultyStore.around(place.sameBlobs());
    stubborn.inject(
        Fault.accessDenied(), Trigger.on(StoreOperation.DELETE, key -> !key.startsWith("probe-")));
    stubborn.inject(Fault.accessDenied(), Trigger.on(StoreOperation.DELETE, PROBE.value()::equals));

    try (BackupRepository repository = Repositories.create(stubborn)) {
      assertThat(Repositories.checkAll(repository).findings().stream().map(Finding::object))
          .containsExactlyInAnyOrder(left, PROBE.value());
    }
  }
}
