package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.check.CheckReport;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.StoreProbe;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two backups, and what a repair makes of them when something is damaged. */
class RepairTest {
  private static final int FILES = 4;
  private static final int FILE_SIZE = 200_000;

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;
  private Path target;
  private SnapshotId first = new SnapshotId("0".repeat(64));

  @BeforeEach
  void write(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    for (int i = 0; i < FILES; i++) {
      FileTree.write(
          source.resolve("directory" + i % 2 + "/file" + i), FileTree.random(i, FILE_SIZE));
    }
    FileTree.settle();
  }

  private void backUp(Fraction parity) {
    try (BackupRepository repository =
        BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).parity(parity).create()) {
      BackupReport report =
          repository.backup(FileSource.of(source)).origin("shop").tag("nightly").run();
      first = report.snapshot();
    }
  }

  private void backUpWithParity() {
    backUp(Fraction.percent(3));
  }

  private void backUpWithoutParity() {
    backUp(new Fraction(0));
  }

  private RepairReport repair() {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      return repository.repair().run();
    }
  }

  private void assertWhole() throws IOException {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(repository, first, source, target);
      CheckReport report = Repositories.checkAll(repository);
      assertThat(report.errors()).isEmpty();
    }
  }

  private BlobKey largestPack() {
    return Repositories.keys(store, "packs/").stream()
        .max((a, b) -> Repositories.read(store, a).length - Repositories.read(store, b).length)
        .orElseThrow();
  }

  private Map<String, Integer> blobs() {
    Map<String, Integer> blobs = new TreeMap<>();
    Repositories.keys(store, "")
        .forEach(key -> blobs.put(key.value(), Arrays.hashCode(Repositories.read(store, key))));
    return blobs;
  }

  private void overwrite(BlobKey key, int at, int length) {
    byte[] bytes = Repositories.read(store, key);
    for (int i = at; i < at + length; i++) {
      bytes[i] ^= 0x55;
    }
    Damage.replace(store, key, bytes);
  }

  @Test
  void aWholeRepositoryIsLeftAsItIs() {
    backUpWithParity();
    Map<String, Integer> before = blobs();
    RepairReport report = repair();
    assertThat(report.steps()).isEmpty();
    assertThat(report.packsRead()).isEqualTo(Repositories.keys(store, "packs/").size());
    assertThat(blobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.77, 1})
  void aDamagedPackIsCorrectedByItsParity(double where) throws IOException {
    backUpWithParity();
    BlobKey pack = largestPack();
    int length = Repositories.read(store, pack).length;
    int damage = length / 100;
    overwrite(pack, (int) (where * (length - damage)), damage);

    RepairReport report = repair();

    assertThat(report.steps()).extracting(RepairStep::kind).containsExactly(Kind.PACK_CORRECTED);
    assertThat(report.steps().get(0).object()).isEqualTo(pack.value());
    assertWhole();
    Damage.remove(store, pack); // nothing needs it any more
    assertWhole();
    assertThat(repair().steps()).isEmpty();
  }

  @Test
  void aTruncatedPackIsCorrectedByItsParity() throws IOException {
    backUpWithParity();
    BlobKey pack = largestPack();
    byte[] bytes = Repositories.read(store, pack);
    Damage.replace(store, pack, Arrays.copyOf(bytes, bytes.length - bytes.length / 50));

    assertThat(repair().steps()).extracting(RepairStep::kind).containsExactly(Kind.PACK_CORRECTED);
    assertWhole();
  }

  @Test
  void parityIsAddedAndRenewed() {
    backUpWithoutParity();
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.parity(Fraction.percent(5));
    }
    int packs = Repositories.keys(store, "packs/").size();

    assertThat(repair().steps(Kind.PARITY_ADDED)).hasSize(packs);

    List<BlobKey> parity = Repositories.keys(store, "parity/");
    assertThat(parity).hasSize(packs);
    Damage.flip(store, parity.get(0));
    RepairReport renewed = repair();
    assertThat(renewed.steps()).extracting(RepairStep::kind).containsExactly(Kind.PARITY_RENEWED);
    assertThat(renewed.steps().get(0).object()).isEqualTo(parity.get(0).value());
    assertThat(repair().steps()).isEmpty();
  }

  @Test
  void whatCanBeReadOfADamagedPackIsSalvagedAndTheRestIsHealedByABackup() throws IOException {
    backUpWithoutParity();
    overwrite(largestPack(), 1000, 10);

    RepairReport report = repair();

    assertThat(report.steps(Kind.PACK_SALVAGED))
        .singleElement()
        .satisfies(step -> assertThat(step.message()).contains("1 of its"));
    assertThat(report.steps(Kind.LEFT))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.object()).isEqualTo("snapshot " + first.abbreviated());
              assertThat(step.affected()).hasSize(1);
            });
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.check().run().healthy()).isFalse();
      repository.backup(FileSource.of(source)).origin("shop").run();
    }
    assertWhole();
    assertThat(repair().steps()).isEmpty();
  }

  @Test
  void aMissingPackIsHealedByABackup() throws IOException {
    backUpWithoutParity();
    Damage.remove(store, largestPack());
    assertThat(repair().steps(Kind.PACK_SALVAGED)).hasSize(1);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.backup(FileSource.of(source)).origin("shop").run();
    }
    assertWhole();
  }

  @Test
  void nothingIsLostWithAPacksDirectory() throws IOException {
    backUpWithoutParity();
    for (BlobKey pack : Repositories.keys(store, "packs/")) {
      int length = Repositories.read(store, pack).length;
      overwrite(pack, length - 20, 20);
    }
    RepairReport report = repair();
    assertThat(report.steps())
        .allSatisfy(step -> assertThat(step.message()).contains("nothing of it is lost"))
        .hasSize(Repositories.keys(store, "packs/").size() / 2);
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostIndexIsRebuiltFromPacks(boolean missing) throws IOException {
    backUpWithoutParity();
    for (BlobKey segment : Repositories.keys(store, "index/")) {
      if (missing) {
        Damage.remove(store, segment);
      } else {
        Damage.flip(store, segment);
      }
    }
    assertThat(repair().steps()).extracting(RepairStep::kind).containsOnly(Kind.INDEX_REBUILT);
    assertWhole();
    assertThat(repair().steps()).isEmpty();
  }

  /**
   * Rule R25: a request to create a pack may arrive again when the pack was condemned and swept.
   */
  @Test
  void aCondemnedPackThatComesBackIsNotListedByARebuiltIndex() throws IOException {
    backUpWithoutParity();
    List<BlobKey> live = Repositories.keys(store, "packs/");
    Path other = source.resolveSibling("other");
    FileTree.write(other.resolve("file"), FileTree.random(99, 500_000));
    FileTree.settle();
    Map<BlobKey, byte[]> condemned = new LinkedHashMap<>();
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      SnapshotId second = repository.backup(FileSource.of(other)).origin("other").run().snapshot();
      for (BlobKey pack : Repositories.keys(store, "packs/")) {
        if (!live.contains(pack)) {
          condemned.put(pack, Repositories.read(store, pack));
        }
      }
      repository.forget(second);
      repository.prune().grace(Duration.ZERO).run();
    }
    assertThat(condemned).isNotEmpty();
    assertThat(Repositories.keys(store, "packs/")).isEqualTo(live);
    condemned.forEach((pack, bytes) -> StoreProbe.put(store, pack.value(), bytes));
    for (BlobKey segment : Repositories.keys(store, "index/")) {
      Damage.flip(store, segment);
    }

    assertThat(repair().packsRead()).isEqualTo(live.size());

    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.check().run().packs()).isEqualTo(live.size());
    }
    assertWhole();
  }

  @Test
  void lostFilesAreTakenOutOfSnapshotsIfAsked() throws IOException {
    backUpWithoutParity();
    overwrite(largestPack(), 1000, 10);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.pin(first, "audit");
      Snapshot before = repository.snapshots().list().get(0);

      RepairReport report = repository.repair().amendSnapshots().run();

      RepairStep amended = report.steps(Kind.SNAPSHOT_AMENDED).get(0);
      assertThat(amended.affected()).hasSize(1);
      Snapshot after = repository.snapshots().list().get(0);
      assertThat(repository.snapshots().list()).hasSize(1);
      assertThat(after.id()).isNotEqualTo(first);
      assertThat(after.files()).isEqualTo(FILES - 1);
      assertThat(after.size().bytes()).isEqualTo((long) (FILES - 1) * FILE_SIZE);
      assertThat(after.time()).isEqualTo(before.time());
      assertThat(after.origin()).isEqualTo("shop");
      assertThat(after.tags()).containsExactly("nightly");
      assertThat(after.pinned()).isEqualTo(before.pinned()).isPresent();
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();

      repository.restore(after).to(target).run();
      for (int i = 0; i < FILES; i++) {
        Path file = source.resolve("directory" + i % 2 + "/file" + i);
        Path restored = target.resolve(file.toString().substring(1));
        if (amended.affected().contains(file.toString())) {
          assertThat(restored).doesNotExist();
        } else {
          assertThat(restored).hasSameBinaryContentAs(file);
        }
      }

      Path onlyCopy = target.resolve(amended.affected().get(0).substring(1));
      Files.writeString(onlyCopy, "what is lost in the repository");
      repository.restore(after).to(target).deleteExtras().run();
      assertThat(onlyCopy).as("was in the directory when it was backed up").exists();
    }
    assertThat(repair().steps()).isEmpty();
  }

  @Test
  void aLostDirectoryIsEmptyInAnAmendedSnapshot() throws IOException {
    backUpWithoutParity();
    assertThat(Damage.flipTrees(store)).isEqualTo(1);
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      RepairReport report = repository.repair().amendSnapshots().run();
      assertThat(report.steps(Kind.SNAPSHOT_AMENDED)).hasSize(1);
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
    }
  }

  @Test
  void aPlanChangesNothing() {
    backUpWithParity();
    overwrite(largestPack(), 1000, 10);
    Damage.flip(store, Repositories.keys(store, "parity/").get(0));
    Map<String, Integer> before = blobs();
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.repair().plan().steps()).isNotEmpty();
    }
    assertThat(blobs()).isEqualTo(before);
  }

  @Test
  void nothingIsRepairedWhileTheLogIsDamaged() {
    backUpWithParity();
    Damage.flip(store, Repositories.keys(store, "log/").get(0));
    Map<String, Integer> before = blobs();
    assertThatThrownBy(this::repair)
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("nothing is repaired");
    assertThat(blobs()).isEqualTo(before);
  }

  @Test
  void aPackThatMayNotBeReadIsNotGivenUp() throws IOException {
    backUpWithoutParity();
    String pack = largestPack().value();
    FaultyStore denying =
        FaultyStore.around(store.sameBlobs())
            .inject(Fault.accessDenied(), Trigger.on(StoreOperation.READ, pack::equals));
    try (BackupRepository repository = Repositories.open(denying)) {
      RepairReport report = repository.repair().amendSnapshots().run();
      assertThat(report.steps()).extracting(RepairStep::kind).containsOnly(Kind.LEFT);
      assertThat(report.steps().get(0).object()).isEqualTo(pack);
    }
    assertWhole();
  }

  @Test
  void aCopyThatMayNotBeReadStandsInForNothing() throws IOException {
    backUpWithoutParity();
    List<BlobKey> damaged = Repositories.keys(store, "packs/");
    storeAllAnewWithoutMarkingTheOld();
    List<BlobKey> copies = Repositories.keys(store, "packs/");
    copies.removeAll(damaged);
    for (BlobKey pack : damaged) { // its directory: every chunk can still be read
      Damage.flip(store, pack, Repositories.read(store, pack).length - 1);
    }
    List<String> denied = copies.stream().map(BlobKey::value).toList();
    FaultyStore denying =
        FaultyStore.around(store.sameBlobs())
            .inject(Fault.accessDenied(), Trigger.on(StoreOperation.READ, denied::contains));
    try (BackupRepository repository = Repositories.open(denying)) {
      repository.repair().run();
    }
    copies.forEach(pack -> Damage.remove(store, pack)); // they were lost indeed
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(repository, first, source, target);
    }
  }

  /** A re-encryption dies behind its ADD: each chunk has two copies. */
  private void storeAllAnewWithoutMarkingTheOld() {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      repository.keys().rotate();
    }
    String mark = "log/%016d".formatted(Repositories.keys(store, "log/").size() + 4);
    FaultyStore dying =
        FaultyStore.around(store.sameBlobs())
            .inject(Fault.unavailable(), Trigger.on(StoreOperation.CREATE, mark::equals));
    try (BackupRepository repository = Repositories.open(dying)) {
      assertThatThrownBy(() -> PruneBench.pruneAll(repository).reencrypt().run())
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  /** Whatever request a repair ends with, the next one ends well, and nothing more is lost. */
  @ParameterizedTest
  @ValueSource(strings = {"parity", "salvage", "index"})
  void aRepairThatIsCutShortAfterAnyRequestLosesNothing(String damage) throws IOException {
    if (damage.equals("parity")) {
      backUpWithParity();
      overwrite(largestPack(), 5000, 2000);
      Damage.flip(store, Repositories.keys(store, "parity/").get(0));
    } else {
      backUpWithoutParity();
      if (damage.equals("index")) {
        Damage.flip(store, Repositories.keys(store, "index/").get(0));
      } else {
        BlobKey pack = largestPack();
        overwrite(pack, Repositories.read(store, pack).length - 30, 10);
      }
    }
    InMemoryStore damaged = copy(store);
    long requests;
    FaultyStore counting = FaultyStore.around(copy(damaged));
    try (BackupRepository repository = Repositories.open(counting)) {
      long before = counting.requests(StoreOperation.CREATE);
      repository.repair().run();
      requests =
          counting.requests(StoreOperation.CREATE)
              - before
              + counting.requests(StoreOperation.DELETE);
    }
    assertThat(requests).isGreaterThan(1);
    for (int lost = 0; lost < 2; lost++) {
      for (int cut = 1; cut <= requests; cut++) {
        InMemoryStore crashed = copy(damaged);
        cutShort(crashed, cut, lost == 0 ? Fault.unavailable() : Fault.responseLost());
        try (BackupRepository repository = Repositories.open(crashed.sameBlobs())) {
          repository.repair().run();
          FileTree.assertRestores(repository, first, source, target.resolve(lost + "-" + cut));
          assertThat(Repositories.checkAll(repository).errors()).isEmpty();
          assertThat(repository.repair().run().steps()).isEmpty();
        }
      }
    }
  }

  /** Nothing reaches the store from a request on, or its answer is lost and nothing more does. */
  private static void cutShort(InMemoryStore crashed, int request, Fault fault) {
    int[] count = {0};
    Trigger first = r -> isChange(r.operation()) && ++count[0] == request;
    FaultyStore failing =
        FaultyStore.around(crashed.sameBlobs())
            .inject(fault, first)
            .inject(Fault.unavailable(), r -> count[0] >= request && isChange(r.operation()));
    try (BackupRepository repository = Repositories.open(failing)) {
      repository.repair().run();
    } catch (ByssusException e) {
      assertThat(count[0]).isGreaterThanOrEqualTo(request);
    }
  }

  private static boolean isChange(StoreOperation operation) {
    return operation == StoreOperation.CREATE || operation == StoreOperation.DELETE;
  }

  private static InMemoryStore copy(InMemoryStore original) {
    InMemoryStore copy = InMemoryStore.create();
    for (BlobKey key : Repositories.keys(original, "")) {
      Damage.plant(copy, key, Repositories.read(original, key));
    }
    return copy;
  }
}
