package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobKey;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write-only host backs up, and a full holder repairs what it stored. */
class HostRepairTest {
  private static final KeyProvider WEB = new WrappingProvider("web", 5);
  private static final int FILES = 4;
  private static final int FILE_SIZE = 200_000;

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path directory;
  private SnapshotId snapshot = new SnapshotId("0".repeat(64));
  private int restores;

  @BeforeEach
  void write(@TempDir Path dir) throws IOException {
    directory = dir;
    source = dir.resolve("source");
    for (int i = 0; i < FILES; i++) {
      FileTree.write(source.resolve("file" + i), FileTree.random(i, FILE_SIZE));
    }
    FileTree.settle();
  }

  private void begin(double parity) {
    try (BackupRepository full =
        BackupRepository.on(store.sameBlobs())
            .keys(Repositories.KEYS)
            .parity(new Fraction(parity))
            .create()) {
      full.keys().addHost(WEB, "web");
    }
    snapshot = backUp();
  }

  private SnapshotId backUp() {
    try (BackupRepository host =
        BackupRepository.on(store.sameBlobs())
            .keys(WEB)
            .cacheDirectory(directory.resolve("cache"))
            .open()) {
      return host.backup(FileSource.of(source)).origin("web").run().snapshot();
    }
  }

  private RepairReport repair() {
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      return full.repair().run();
    }
  }

  private CheckReport check() {
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      return Repositories.checkAll(full);
    }
  }

  private void assertWhole() throws IOException {
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(full, snapshot, source, directory.resolve("target" + restores++));
      assertThat(Repositories.checkAll(full).errors()).isEmpty();
    }
    assertThat(repair().steps()).isEmpty();
  }

  private List<BlobKey> packs() {
    return Repositories.keys(store, "packs/");
  }

  private BlobKey largestPack() {
    return packs().stream()
        .max(Comparator.comparing(key -> Repositories.read(store, key).length))
        .orElseThrow();
  }

  private void damage(BlobKey key, int at, int length) {
    byte[] bytes = Repositories.read(store, key);
    for (int i = at; i < at + length; i++) {
      bytes[i] ^= 0x55;
    }
    Damage.replace(store, key, bytes);
  }

  @Test
  void whatIsWholeIsLeftAsItIsAndNoFinding() {
    begin(0.03);
    RepairReport report = repair();
    assertThat(report.steps()).isEmpty();
    assertThat(report.packsRead()).isEqualTo(packs().size());
  }

  @Test
  void packsGetTheParityThatTheyLack() {
    begin(0);
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      full.parity(Fraction.percent(5));
    }
    assertThat(check().findings())
        .extracting(Finding::message)
        .containsExactly(packs().size() + " packs have no parity: a repair adds it");

    assertThat(repair().steps(Kind.PARITY_ADDED)).hasSize(packs().size());

    assertThat(check().findings()).isEmpty();
    Damage.flip(store, Repositories.keys(store, "parity/").get(0));
    assertThat(repair().steps()).extracting(RepairStep::kind).containsExactly(Kind.PARITY_RENEWED);
    assertThat(repair().steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void aDamagedPackIsCorrectedByItsParity(double where) throws IOException {
    begin(0.03);
    BlobKey pack = largestPack();
    int length = Repositories.read(store, pack).length;
    damage(pack, (int) (where * (length - length / 100)), length / 100);
    assertThat(check().errors())
        .anySatisfy(
            finding -> assertThat(finding.message()).contains("its parity corrects it all"));

    RepairReport report = repair();

    assertThat(report.steps()).extracting(RepairStep::kind).containsExactly(Kind.PACK_CORRECTED);
    assertWhole();
    Damage.remove(store, pack); // nothing needs it any more
    assertWhole();
    snapshot = backUp();
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsLostIsNamedAndHealedByTheNextBackupOfTheHost(boolean missing) throws IOException {
    begin(0);
    if (missing) {
      Damage.remove(store, largestPack());
    } else {
      damage(largestPack(), 1000, 10);
    }
    assertThat(check().errors().stream().flatMap(finding -> finding.affected().stream()))
        .as("the files")
        .isNotEmpty()
        .allMatch(file -> file.startsWith(snapshot.abbreviated() + ":" + source));

    RepairReport report = repair();

    assertThat(report.steps(Kind.PACK_SALVAGED)).hasSize(1);
    assertThat(report.steps(Kind.LEFT))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.object()).isEqualTo("snapshot " + snapshot.abbreviated());
              assertThat(step.affected()).hasSize(missing ? FILES : 1);
            });
    backUp();
    assertWhole();
  }

  @Test
  void aMissingPackIsHealedByTheNextBackupOfTheHostAlone() throws IOException {
    begin(0);
    Damage.remove(store, largestPack());
    assertThat(check().healthy()).isFalse();
    backUp();
    assertThat(check().errors()).isEmpty();
    assertThat(repair().steps()).extracting(RepairStep::kind).containsOnly(Kind.PACK_SALVAGED);
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostIndexIsRebuiltFromPacks(boolean missing) throws IOException {
    begin(0);
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      full.backup(FileSource.of(source)).origin("own").run();
    }
    for (BlobKey segment : Repositories.keys(store, "index/")) {
      if (missing) {
        Damage.remove(store, segment);
      } else {
        Damage.flip(store, segment);
      }
    }

    assertThat(repair().steps())
        .extracting(RepairStep::kind)
        .containsExactly(Kind.INDEX_REBUILT, Kind.INDEX_REBUILT);

    assertWhole();
    snapshot = backUp();
    assertWhole();
  }

  @Test
  void lostFilesAreTakenOutOfSnapshotsIfAsked() {
    begin(0);
    damage(largestPack(), 1000, 10);
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      RepairStep amended = full.repair().amendSnapshots().run().steps(Kind.SNAPSHOT_AMENDED).get(0);
      assertThat(amended.affected()).hasSize(1);
      assertThat(full.snapshots().list())
          .singleElement()
          .satisfies(
              after -> {
                assertThat(after.id()).isNotEqualTo(snapshot);
                assertThat(after.files()).isEqualTo(FILES - 1);
                assertThat(after.writtenBy()).isPresent();
              });
    }
    assertThat(check().errors()).isEmpty();
    assertThat(repair().steps()).isEmpty();
  }

  @Test
  void aPlanChangesNothing() {
    begin(0.03);
    damage(largestPack(), 1000, 10);
    List<BlobKey> before = Repositories.keys(store, "");
    try (BackupRepository full = Repositories.open(store.sameBlobs())) {
      assertThat(full.repair().plan().steps())
          .extracting(RepairStep::kind)
          .containsExactly(Kind.PACK_CORRECTED);
    }
    assertThat(Repositories.keys(store, "")).isEqualTo(before);
  }

  /** Whatever request a repair ends with, the next one ends well, and nothing more is lost. */
  @ParameterizedTest
  @ValueSource(strings = {"index/", "packs/"})
  void aRepairThatIsCutShortAfterAnyRequestLosesNothing(String damaged) throws IOException {
    begin(0);
    BlobKey key =
        damaged.equals("packs/") ? largestPack() : Repositories.keys(store, damaged).get(0);
    damage(key, Repositories.read(store, key).length - 30, 10);
    FaultyStore counting = FaultyStore.around(RepairTest.copy(store));
    long requests;
    try (BackupRepository full = Repositories.open(counting)) {
      long before = counting.requests(StoreOperation.CREATE);
      full.repair().run();
      requests = counting.requests(StoreOperation.CREATE) - before;
    }
    assertThat(requests).isGreaterThan(1);
    for (int cut = 1; cut <= requests; cut++) {
      InMemoryStore crashed = RepairTest.copy(store);
      RepairTest.cutShort(crashed, cut, Fault.unavailable());
      try (BackupRepository full = Repositories.open(crashed.sameBlobs())) {
        full.repair().run();
        FileTree.assertRestores(full, snapshot, source, directory.resolve("cut" + cut));
        assertThat(Repositories.checkAll(full).errors()).isEmpty();
        assertThat(full.repair().run().steps()).isEmpty();
      }
    }
  }
}
