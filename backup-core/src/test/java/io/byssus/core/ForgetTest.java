package io.byssus.core;

import static io.byssus.core.DatedBackups.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.SnapshotPinnedException;
import io.byssus.api.event.OperationEvent;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forgetting by id, and pins. */
class ForgetTest {
  private static final SnapshotId UNKNOWN = new SnapshotId("f".repeat(64));

  private final InMemoryStore store = InMemoryStore.create();
  private final DatedBackups backups = new DatedBackups();
  private BackupRepository repository;

  @BeforeEach
  void open() {
    repository = backups.create(store);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void forgetsWhatIsNamedTheLastOneToo() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 3);

    ForgetReport report = repository.forget(shop.get(2), shop.get(0), shop.get(2));

    assertThat(report.forgotten()).containsExactly(shop.get(2), shop.get(0));
    assertThat(ids(repository)).containsExactly(shop.get(1));
    repository.forget(shop.get(1));
    assertThat(ids(repository)).isEmpty();
    assertThatThrownBy(() -> repository.restore(shop.get(1)).to(new MemoryTarget()).run())
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void forgetsNothingIfOneIsNotThere() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 2);
    assertThatThrownBy(() -> repository.forget(shop.get(0), UNKNOWN))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining(UNKNOWN.hex());
    assertThat(ids(repository)).isEqualTo(shop);
  }

  @Test
  void nothingToForgetAppendsNothing() {
    int before = Repositories.keys(store, "log/").size();
    assertThat(repository.forget().forgotten()).isEmpty();
    assertThat(Repositories.keys(store, "log/")).hasSize(before);
  }

  @Test
  void whatIsPinnedIsNotForgottenUntilItIsUnpinned() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 2);
    repository.pin(shop.get(0), "tax year 2025");

    assertThatThrownBy(() -> repository.forget(shop))
        .isInstanceOf(SnapshotPinnedException.class)
        .hasMessageContaining(shop.get(0).abbreviated())
        .hasMessageContaining("tax year 2025");
    assertThat(ids(repository)).isEqualTo(shop);

    repository.unpin(shop.get(0));
    assertThat(repository.forget(shop).forgotten()).isEqualTo(shop);
  }

  @Test
  void everybodySeesAPinAndWhy() {
    SnapshotId snapshot = backups.backUp(repository, "shop");
    repository.pin(snapshot, "first");
    repository.pin(snapshot, "second");
    try (BackupRepository other = backups.open(store.sameBlobs())) {
      assertThat(pinOf(other, snapshot)).contains("second");
      other.unpin(snapshot);
    }
    assertThat(pinOf(repository, snapshot)).isEmpty();
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  private static Optional<String> pinOf(BackupRepository repository, SnapshotId id) {
    return repository.snapshots().pick(id).pinned();
  }

  @Test
  void whatChangesNothingAppendsNothing() {
    SnapshotId snapshot = backups.backUp(repository, "shop");
    repository.pin(snapshot, "reason");
    int before = Repositories.keys(store, "log/").size();
    repository.pin(snapshot, "reason");
    assertThat(Repositories.keys(store, "log/")).hasSize(before);
    repository.unpin(snapshot);
    repository.unpin(snapshot);
    assertThat(Repositories.keys(store, "log/")).hasSize(before + 1);
  }

  @Test
  void aPinWantsASnapshotAndAReason() {
    SnapshotId snapshot = backups.backUp(repository, "shop");
    assertThatThrownBy(() -> repository.pin(UNKNOWN, "reason"))
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThatThrownBy(() -> repository.unpin(UNKNOWN))
        .isInstanceOf(SnapshotNotFoundException.class);
    for (String reason : new String[] {"", "  ", "x".repeat(1_001)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> repository.pin(snapshot, reason))
          .withMessageContaining("1 to 1000 characters");
    }
    repository.pin(snapshot, "x".repeat(1_000));
    assertThat(pinOf(repository, snapshot)).isPresent();
  }

  @Test
  void whoPinsWhatIsForgottenMeanwhileIsTold() {
    SnapshotId snapshot = backups.backUp(repository, "shop");
    FaultyStore slow =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.pausedBy(() -> forgetOnce(snapshot)),
                Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
    try (BackupRepository pinning = backups.open(slow)) {
      assertThatThrownBy(() -> pinning.pin(snapshot, "too late"))
          .isInstanceOf(SnapshotNotFoundException.class);
    }
    assertThat(ids(repository)).isEmpty();
  }

  private void forgetOnce(SnapshotId snapshot) {
    if (ids(repository).contains(snapshot)) {
      repository.forget(snapshot);
    }
  }

  @Test
  void aRestoreOfASnapshotThatIsForgottenMeanwhileGoesOn(@TempDir Path directory)
      throws IOException {
    Path source = directory.resolve("source");
    for (int i = 0; i < 20; i++) {
      FileTree.write(source.resolve("file " + i), FileTree.random(i, 300_000));
    }
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    AtomicBoolean forgotten = new AtomicBoolean();
    FaultyStore slow = FaultyStore.around(store.sameBlobs());
    slow.inject(
        Fault.pausedBy(
            () -> {
              if (!forgotten.getAndSet(true)) {
                repository.forget(snapshot);
              }
            }),
        Trigger.on(StoreOperation.READ, key -> key.startsWith("packs/")));
    try (BackupRepository restoring = backups.open(slow)) {
      MemoryTarget target = new MemoryTarget();

      RestoreReport report = restoring.restore(snapshot).to(target).run();

      assertThat(forgotten).isTrue();
      assertThat(report.complete()).isTrue();
      assertThat(target.files()).hasSize(20);
      assertThat(restoring.snapshots().list()).isEmpty();
    }
  }

  @Test
  void aBackupWhoseParentIsForgottenMeanwhileGoesOn() {
    SnapshotId parent = backups.backUp(repository, "shop");
    AtomicBoolean forgotten = new AtomicBoolean();
    FaultyStore slow =
        FaultyStore.around(store.sameBlobs())
            .inject(
                Fault.pausedBy(
                    () -> {
                      if (!forgotten.getAndSet(true)) {
                        repository.forget(parent);
                      }
                    }),
                Trigger.on(StoreOperation.CREATE, key -> true));
    try (BackupRepository backingUp = backups.open(slow)) {
      backups.at("2026-02-01T00:00:00Z");
      SnapshotId snapshot = backups.backUp(backingUp, "shop");

      assertThat(forgotten).isTrue();
      assertThat(ids(repository)).containsExactly(snapshot);
      assertThat(repository.snapshots().pick(snapshot).parent()).contains(parent);
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
  }

  @Test
  void listenersAreTold() {
    List<String> operations = new ArrayList<>();
    try (BackupRepository told =
        BackupRepository.on(store.sameBlobs())
            .keys(Repositories.KEYS)
            .listener((OperationEvent event) -> operations.add(event.operation()))
            .open()) {
      SnapshotId snapshot = backups.backUp(told, "shop");
      operations.clear();
      told.pin(snapshot, "reason");
      told.unpin(snapshot);
      told.forget(snapshot);
      assertThat(operations).containsExactly("pin", "pin", "unpin", "unpin", "forget", "forget");
      assertThat(told.snapshots().list()).extracting(Snapshot::id).isEmpty();
    }
  }
}
