package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.prune.Prune;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneReport;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What earlier epochs sealed is stored anew, so that who was removed has no use of his keys. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReencryptTest {
  private static final KeyProvider LEAVER = new WrappingProvider("leaver", 2);
  private static final int HEADER_EPOCH = 12;

  private final PruneBench bench = new PruneBench();
  private final Map<BlobKey, byte[]> kept = new HashMap<>();
  private BackupRepository repository;

  @BeforeEach
  void create() {
    repository = bench.create();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** Removes a holder who keeps his key file and the log as it was, as one can who is told. */
  private void revokeOneWhoKeepsHisKeys() {
    KeyHolder leaver = repository.keys().add(LEAVER, "leaver");
    for (BlobKey key : Repositories.keys(bench.store(), "")) {
      if (!key.value().startsWith("packs/") && !key.value().startsWith("index/")) {
        kept.put(key, Repositories.read(bench.store(), key));
      }
    }
    repository.keys().revoke(leaver.id());
  }

  private static Prune reencryption(BackupRepository repository) {
    return PruneBench.pruneAll(repository).reencrypt();
  }

  private List<Integer> epochs(String prefix) {
    return Repositories.keys(bench.store(), prefix).stream()
        .map(key -> ByteBuffer.wrap(Repositories.read(bench.store(), key)).getInt(HEADER_EPOCH))
        .toList();
  }

  private void assertOnlyEpoch(int epoch) {
    assertThat(epochs("packs/")).isNotEmpty().containsOnly(epoch);
    assertThat(epochs("index/")).isNotEmpty().containsOnly(epoch);
  }

  /** Returns what he can do who was removed: packs and segments of today, and what he kept. */
  private BackupRepository openedByTheLeaver() {
    InMemoryStore his = InMemoryStore.create();
    kept.forEach((key, bytes) -> his.create(key, BlobBody.of(bytes), CreateOptions.none()));
    for (String prefix : List.of("packs/", "index/")) {
      for (BlobKey key : Repositories.keys(bench.store(), prefix)) {
        byte[] bytes = Repositories.read(bench.store(), key);
        his.create(key, BlobBody.of(bytes), CreateOptions.none());
      }
    }
    return BackupRepository.on(his).keys(LEAVER).open();
  }

  @Test
  void allThatSnapshotsNeedIsSealedInTheNewEpoch() {
    bench.backUp(repository, 1);
    bench.backUp(repository, 2);
    revokeOneWhoKeepsHisKeys();
    bench.backUp(repository, 3);

    PruneReport report = reencryption(repository).run();

    assertOnlyEpoch(2);
    assertThat(report.packsOfEarlierEpochs()).as(report.toString()).isZero();
    assertThat(report.bytesStored().bytes()).isGreaterThan(2L * PruneBench.SIZE);
    assertThat(report.bytesStored().bytes()).isLessThan(3L * PruneBench.SIZE);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
    Map<String, Integer> before = bench.blobs();
    assertThat(reencryption(repository).run().packsRepacked()).isZero();
    assertThat(bench.blobs()).isEqualTo(before);
  }

  @Test
  void whoKeptHisKeysSeesWhichSnapshotsThereWereAndOpensNothingThatTheyNeed() {
    SnapshotId snapshot = bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    try (BackupRepository his = openedByTheLeaver()) {
      his.restore(snapshot).to(new MemoryTarget()).run();
    }

    reencryption(repository).run();

    try (BackupRepository his = openedByTheLeaver()) {
      assertThat(DatedBackups.ids(his)).as("the log tells").containsExactly(snapshot);
      MemoryTarget target = new MemoryTarget();
      assertThatThrownBy(() -> his.restore(snapshot).to(target).run())
          .isInstanceOf(IncompleteRestoreException.class)
          .hasMessageContaining("is missing: no index lists it");
      assertThat(target.files()).isEmpty();
    }
    bench.assertEverythingRestores(repository);
  }

  @Test
  void aPruneThatIsNotAskedForItLeavesWhatEarlierEpochsSealed() {
    bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    Map<String, Integer> before = bench.blobs();
    assertThat(PruneBench.pruneAll(repository).run().packsOfEarlierEpochs()).isZero();
    assertThat(bench.blobs()).isEqualTo(before);
  }

  @Test
  void inTheFirstEpochThereIsNothingToBeStoredAnew() {
    bench.backUp(repository, 1);
    Map<String, Integer> before = bench.blobs();
    assertThat(reencryption(repository).run().packsRepacked()).isZero();
    assertThat(bench.blobs()).isEqualTo(before);
  }

  @Test
  void aPlanChangesNothingAndSaysWhatARunDoes() {
    bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    Map<String, Integer> before = bench.blobs();

    PrunePlan plan = reencryption(repository).plan();
    PrunePlan limited = reencryption(repository).maxRepack(DataSize.ZERO).plan();

    assertThat(bench.blobs()).isEqualTo(before);
    assertThat(limited.packsToRepack()).isZero();
    assertThat(limited.packsOfEarlierEpochs()).isEqualTo(plan.packsToRepack()).isPositive();
    assertThat(limited.toString()).endsWith("of it sealed in earlier epochs");
    assertThat(plan.packsOfEarlierEpochs()).isZero();
    PruneReport report = reencryption(repository).run();
    assertThat(report.packsRepacked()).isEqualTo(plan.packsToRepack());
    assertThat(report.bytesRepacked()).isEqualTo(plan.bytesToRepack());
  }

  @Test
  void withALimitItTakesSomeNights() {
    for (int seed = 1; seed <= 4; seed++) {
      bench.backUp(repository, seed);
    }
    revokeOneWhoKeepsHisKeys();
    DataSize limit = DataSize.ofBytes(2L * PruneBench.SIZE);
    long left = Long.MAX_VALUE;
    int nights = 0;
    while (left > 0) {
      PruneReport report = reencryption(repository).maxRepack(limit).run();
      assertThat(report.bytesRepacked().bytes()).isLessThanOrEqualTo(limit.bytes());
      assertThat(report.packsOfEarlierEpochs()).as(report.toString()).isLessThan(left);
      left = report.packsOfEarlierEpochs();
      nights++;
    }
    assertThat(nights).isBetween(2, 8);
    assertOnlyEpoch(2);
    bench.assertEverythingRestores(repository);
  }

  @Test
  void withAGracePeriodNewPacksComeLaterAndOldOnesAreDeletedLater() {
    bench.backUp(repository, 1);
    bench.pass(Duration.ofDays(2));
    revokeOneWhoKeepsHisKeys();
    PruneReport first = repository.prune().reencrypt().run();
    assertThat(first.packsRepacked()).isPositive();
    assertThat(first.packsWaiting()).isEqualTo(first.packsRepacked());
    assertThat(first.packsOfEarlierEpochs()).isZero();
    assertThat(epochs("packs/")).contains(1, 2);

    bench.backUp(repository, 2);
    repository.keys().rotate();
    PruneReport second = repository.prune().reencrypt().run();
    assertThat(second.packsRepacked()).as("all is of the last day").isZero();
    assertThat(second.packsOfEarlierEpochs()).isPositive();

    bench.pass(Duration.ofDays(1));
    repository.prune().reencrypt().run();
    bench.pass(Duration.ofDays(1));
    repository.prune().reencrypt().run();
    assertOnlyEpoch(3);
    bench.assertEverythingRestores(repository);
  }

  @Test
  void whatWasStoredAnewBeforeAKillIsFoundAndStays() {
    bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    dieBeforeTheMark();
    assertThat(epochs("packs/")).contains(1, 2);
    bench.assertEverythingRestores(repository);

    PruneReport report = reencryption(repository).run();

    assertThat(report.bytesStored()).isEqualTo(DataSize.ZERO);
    assertOnlyEpoch(2);
    bench.assertEverythingRestores(repository);
    bench.assertNothingIsLeftOver(repository, report);
  }

  @Test
  void ofTwoCopiesAnyPruneKeepsTheNewer() {
    bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    dieBeforeTheMark();
    PruneBench.pruneAll(repository).run();
    assertThat(epochs("packs/")).containsOnly(2);
    bench.assertEverythingRestores(repository);
  }

  /** A process dies when all is stored anew and counts, and the old packs are not marked yet. */
  private void dieBeforeTheMark() {
    int entries = Repositories.keys(bench.store(), "log/").size();
    String mark = "log/%016d".formatted(entries + 4); // behind REPLACE, SWEPT and ADD
    FaultyStore dying =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(Fault.unavailable(), Trigger.on(StoreOperation.CREATE, mark::equals));
    try (BackupRepository killed = bench.open(dying)) {
      assertThatThrownBy(() -> reencryption(killed).run())
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void aDamagedPackStaysAndTheOthersAreStoredAnew() {
    bench.backUp(repository, 1);
    List<BlobKey> packs = bench.packs();
    bench.backUp(repository, 2);
    revokeOneWhoKeepsHisKeys();
    BlobKey damaged =
        packs.stream()
            .filter(key -> Repositories.read(bench.store(), key).length > PruneBench.SIZE / 2)
            .findFirst()
            .orElseThrow();
    byte[] bytes = Repositories.read(bench.store(), damaged);
    Arrays.fill(bytes, 200, 300, (byte) 0);
    bench.store().delete(List.of(damaged)).orThrow();
    bench.store().create(damaged, BlobBody.of(bytes), CreateOptions.none());

    PruneReport report = reencryption(repository).run();

    assertThat(report.packsOfEarlierEpochs()).isEqualTo(1);
    assertThat(repository.warnings()).anyMatch(warning -> warning.contains("stays where it is"));
    assertThat(bench.packs()).contains(damaged);
    assertThat(epochs("packs/").stream().filter(epoch -> epoch == 1)).hasSize(1);
  }

  @Test
  void aBackupThatRunsBesideFindsWhatItReliesOn() {
    SnapshotId first = bench.backUp(repository, 1);
    revokeOneWhoKeepsHisKeys();
    boolean[] done = {false};
    FaultyStore slow =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.pausedBy(
                    () -> {
                      if (!done[0]) {
                        done[0] = true;
                        reencryption(repository).run();
                      }
                    }),
                Trigger.on(StoreOperation.CREATE, key -> key.startsWith("log/")));
    try (BackupRepository writer = bench.open(slow)) {
      bench.backUp(writer, "origin 1", FileTree.random(1, PruneBench.SIZE));
      assertThat(done[0]).isTrue();
      assertOnlyEpoch(2);
      assertThat(DatedBackups.ids(writer)).hasSize(2).contains(first);
      bench.assertEverythingRestores(writer);
    }
  }
}
