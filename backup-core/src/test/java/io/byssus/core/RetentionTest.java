package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionDecision;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final RetentionPolicy THREE_DAYS =
      RetentionPolicy.builder().daily(3).zone(ZoneId.of("UTC")).build();

  private final InMemoryStore blobs = InMemoryStore.create();
  private final FaultyStore store = FaultyStore.around(blobs);
  private final DatedBackups backups = new DatedBackups();
  private BackupRepository repository;
  private BackupRepository other;

  @BeforeEach
  void open() {
    repository = backups.create(store);
    other = backups.open(blobs.sameBlobs());
  }

  @AfterEach
  void close() {
    repository.close();
    other.close();
  }

  private static List<SnapshotId> ids(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::id).toList();
  }

  /** Does something while the next entry of the log is on its way, once. */
  private void meanwhile(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    store.inject(
        Fault.pausedBy(
            () -> {
              if (!done.getAndSet(true)) {
                action.run();
              }
            }),
        Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
  }

  @Test
  void aPlanShowsWhatStaysAndByWhichRuleAndWhatGoes() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    List<SnapshotId> mail = backups.daily(repository, "mail", 2);

    RetentionPlan plan = repository.retention(THREE_DAYS).plan();

    assertThat(ids(plan.removed())).isEqualTo(shop.subList(0, 2));
    assertThat(ids(plan.kept()))
        .containsExactly(shop.get(2), shop.get(3), shop.get(4), mail.get(0), mail.get(1));
    assertThat(plan.groups()).hasSize(2);
    assertThat(plan.groups().get(0).decisions())
        .extracting(RetentionDecision::reasons)
        .containsExactly(
            List.of(),
            List.of(),
            List.of("daily 2026-01-03"),
            List.of("daily 2026-01-04"),
            List.of("daily 2026-01-05"));
    assertThat(plan.toString().lines())
        .startsWith("origin shop:", "  remove " + plan.removed().get(0))
        .contains("  keep " + plan.kept().get(0) + " (daily 2026-01-03)", "origin mail:")
        .endsWith("5 snapshots stay, 2 go by the policy: daily 3, minimum 1, by origin, zone UTC");
    assertThat(DatedBackups.ids(other)).as("nothing is done yet").hasSize(7);
  }

  @Test
  void runningItForgetsForEverybody() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();

    ForgetReport report = plan.run();

    assertThat(report.forgotten()).isEqualTo(shop.subList(0, 2));
    assertThat(report.gone()).isEmpty();
    assertThat(report.spared()).isEmpty();
    assertThat(report).hasToString("2 snapshots forgotten");
    for (BackupRepository each : List.of(repository, other)) {
      assertThat(DatedBackups.ids(each)).isEqualTo(shop.subList(2, 5));
      assertThat(Repositories.checkAll(each).findings()).isEmpty();
    }
  }

  @Test
  void runningItTwiceIsHarmless() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();
    plan.run();
    backups.daily(repository, "shop", 5);

    ForgetReport again = plan.run();

    assertThat(again.forgotten()).isEmpty();
    assertThat(again.gone()).isEqualTo(shop.subList(0, 2));
    assertThat(again).hasToString("0 snapshots forgotten, 2 were gone already");
    assertThat(DatedBackups.ids(repository)).hasSize(8);
    assertThat(repository.retention(THREE_DAYS).plan().run().forgotten()).hasSize(5);
    assertThat(repository.retention(THREE_DAYS).plan().removed()).isEmpty();
  }

  @Test
  void whatIsPinnedMeanwhileStays() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();
    other.pin(shop.get(0), "before the run");
    meanwhile(() -> other.pin(shop.get(1), "while it runs"));

    ForgetReport report = plan.run();

    assertThat(report.forgotten()).isEmpty();
    assertThat(report.spared()).isEqualTo(shop.subList(0, 2));
    assertThat(report).hasToString("0 snapshots forgotten, 2 stay after all");
    assertThat(DatedBackups.ids(other)).isEqualTo(shop);
  }

  @Test
  void whatThePlanDidNotShowStays() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();
    List<SnapshotId> more = new ArrayList<>();
    meanwhile(() -> more.addAll(backups.daily(other, "shop", 5)));

    assertThat(plan.run().forgotten()).isEqualTo(shop.subList(0, 2));

    List<SnapshotId> left = new ArrayList<>(shop.subList(2, 5));
    left.addAll(more);
    assertThat(more).hasSize(5);
    assertThat(DatedBackups.ids(repository)).isEqualTo(left);
  }

  @Test
  void whatOthersForgotMeanwhileMakesOthersStay() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();
    meanwhile(() -> other.forget(shop.subList(2, 5)));

    ForgetReport report = plan.run();

    assertThat(report.forgotten()).isEmpty();
    assertThat(report.spared()).isEqualTo(shop.subList(0, 2));
    assertThat(DatedBackups.ids(repository)).isEqualTo(shop.subList(0, 2));
  }

  @Test
  void onlyTheChosenAreLookedAt() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    List<SnapshotId> mail = backups.daily(repository, "mail", 5);

    RetentionPlan plan =
        repository.retention(THREE_DAYS).of(repository.snapshots().origin("mail")).plan();
    backups.daily(other, "shop", 2);

    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.run().forgotten()).isEqualTo(mail.subList(0, 2));
    assertThat(DatedBackups.ids(repository)).containsAll(shop);
  }

  @Test
  void aForgottenSnapshotIsNoParent() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 2);
    repository.forget(shop.get(1));
    assertThat(parentOf(backups.backUp(other, "shop"))).contains(shop.get(0));
    repository.forget(DatedBackups.ids(repository));
    assertThat(parentOf(backups.backUp(other, "shop"))).isEmpty();
  }

  private Optional<SnapshotId> parentOf(SnapshotId snapshot) {
    return repository.snapshots().pick(snapshot).parent();
  }

  @Test
  void nothingIsForgottenWhileTheLogIsDamaged() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    repository.pin(shop.get(4), "is in an entry that gets lost");
    Damage.remove(blobs, Repositories.keys(blobs, "log/").get(1));

    try (BackupRepository again = backups.open(blobs.sameBlobs())) {
      assertThat(again.snapshots().list()).as("one is lost").hasSizeLessThan(5);
      for (Runnable attempt :
          List.<Runnable>of(
              again.retention(RetentionPolicy.builder().keepLast(1).build()).plan()::run,
              () -> again.forget(shop.get(3)))) {
        assertThatThrownBy(attempt::run)
            .isInstanceOf(DamagedRepositoryException.class)
            .hasMessageContaining("nothing is forgotten")
            .extracting(e -> ((ByssusException) e).advice())
            .asString()
            .contains("check");
      }
      assertThat(again.snapshots().list()).extracting(Snapshot::id).contains(shop.get(3));
    }
  }

  @Test
  void aStoreThatFailsLeavesAWholeRepositoryAndTheRunCanBeRepeated() {
    List<SnapshotId> shop = backups.daily(repository, "shop", 5);
    RetentionPlan plan = repository.retention(THREE_DAYS).plan();
    AtomicBoolean down = new AtomicBoolean(true);
    store.inject(
        Fault.unavailable(), request -> down.get() && request.operation() == StoreOperation.CREATE);

    assertThatThrownBy(plan::run).isInstanceOf(StoreUnavailableException.class);
    assertThat(DatedBackups.ids(other)).isEqualTo(shop);
    down.set(false);
    assertThat(plan.run().forgotten()).isEqualTo(shop.subList(0, 2));
  }

  @Test
  void moreThanAThousandAreSeveralEntries() {
    int many = 1_010;
    for (int i = 0; i < many; i++) {
      backups.backUp(repository, "shop");
    }
    int before = Repositories.keys(blobs, "log/").size();

    ForgetReport report = repository.retention(THREE_DAYS).plan().run();

    assertThat(report.forgotten()).hasSize(many - 1);
    assertThat(Repositories.keys(blobs, "log/")).hasSize(before + 2);
    assertThat(DatedBackups.ids(other)).hasSize(1);
    assertThat(other.check().run().healthy()).isTrue();
  }
}
