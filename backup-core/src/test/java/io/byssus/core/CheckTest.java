package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.Fraction;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three backups, each with a file more, and what a check says of them when something is wrong. */
class CheckTest {
  private static final int SNAPSHOTS = 3;
  private static final int FILE_SIZE = 5000;

  /** Each backup stores a pack of content and one of trees. */
  private static final int PACKS = 2 * SNAPSHOTS;

  private static final InMemoryStore WHOLE = InMemoryStore.create();
  private static final List<List<BlobKey>> PACKS_OF_RUNS = new ArrayList<>();

  private final InMemoryStore store = InMemoryStore.create();
  private BackupRepository repository;

  @BeforeAll
  static void backUp(@TempDir Path source) throws IOException {
    try (BackupRepository whole = Repositories.create(WHOLE.sameBlobs())) {
      for (int i = 0; i < SNAPSHOTS; i++) {
        List<BlobKey> before = Repositories.keys(WHOLE, "packs/");
        FileTree.write(source.resolve("file" + i), FileTree.random(i, FILE_SIZE));
        whole.backup(FileSource.of(source)).run();
        List<BlobKey> packs = new ArrayList<>(Repositories.keys(WHOLE, "packs/"));
        packs.removeAll(before);
        PACKS_OF_RUNS.add(packs);
      }
    }
  }

  @BeforeEach
  void open() {
    for (BlobKey key : Repositories.keys(WHOLE, "")) {
      Damage.plant(store, key, Repositories.read(WHOLE, key));
    }
    repository = Repositories.open(store.sameBlobs());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void findsNothingInAWholeRepository() {
    CheckReport report = Repositories.checkAll(repository);

    assertThat(report.findings()).isEmpty();
    assertThat(report.healthy()).isTrue();
    assertThat(report.snapshots()).isEqualTo(SNAPSHOTS);
    assertThat(report.packs()).isEqualTo(PACKS);
    assertThat(report.packsRead()).isEqualTo(PACKS);
    assertThat(report.bytesRead().bytes())
        .isEqualTo(
            Repositories.keys(store, "packs/").stream()
                .mapToLong(key -> Repositories.read(store, key).length)
                .sum());
  }

  @Test
  void findsNothingInAnEmptyRepository() {
    try (BackupRepository empty = Repositories.create(InMemoryStore.create())) {
      CheckReport report = Repositories.checkAll(empty);

      assertThat(report.findings()).isEmpty();
      assertThat(report.snapshots()).isZero();
    }
  }

  @Test
  void readsTheShareOfThePacksThatItIsAskedFor() {
    assertThat(packsRead(new Fraction(0))).isZero();
    assertThat(packsRead(Fraction.percent(1))).isEqualTo(1);
    assertThat(packsRead(Fraction.percent(50))).isEqualTo(PACKS / 2);
    assertThat(packsRead(Fraction.ALL)).isEqualTo(PACKS);
  }

  private long packsRead(Fraction share) {
    return repository.check().readData(share).run().packsRead();
  }

  @Test
  void namesAMissingPackAndItsFiles() {
    BlobKey pack = dataPack(0);
    Damage.remove(store, pack);

    // Whether or not data is read.
    assertError(repository.check().run(), pack, "missing", "file0", SNAPSHOTS);
    assertError(Repositories.checkAll(repository), pack, "missing", "file0", SNAPSHOTS);
  }

  @Test
  void namesATruncatedPackAndItsFiles() {
    BlobKey pack = dataPack(1);
    Damage.truncate(store, pack);

    assertError(repository.check().run(), pack, "bytes instead of", "file1", SNAPSHOTS - 1);
  }

  @Test
  void namesADamagedPackAndItsFilesIfItReadsData() {
    BlobKey pack = dataPack(2);
    Damage.flip(store, pack);

    assertThat(repository.check().run().findings()).isEmpty();
    assertError(Repositories.checkAll(repository), pack, "damaged", "file2", 1);
  }

  @Test
  void namesAPackThatAnotherStandsInFor() {
    BlobKey pack = dataPack(0);
    Damage.replace(store, pack, Repositories.read(store, dataPack(1)));

    assertThat(Repositories.checkAll(repository).errors())
        .anySatisfy(
            error -> {
              assertThat(error.object()).isEqualTo(pack.value());
              assertThat(error.affected()).hasSize(SNAPSHOTS);
            });
  }

  @Test
  void namesWhatIsBelowADirectoryThatCanNotBeRead() {
    BlobKey pack = treePack(SNAPSHOTS - 1);
    Damage.remove(store, pack);

    assertError(repository.check().run(), pack, "missing", "and all below it", 1);
  }

  @Test
  void namesADamagedIndexAndSaysWhichFilesItCosts() {
    BlobKey segment = Repositories.keys(store, "index/").get(0);
    Damage.flip(store, segment);

    assertIndexLost(segment);
  }

  @Test
  void namesAMissingIndexAndSaysWhichFilesItCosts() {
    BlobKey segment = Repositories.keys(store, "index/").get(0);
    Damage.remove(store, segment);

    assertIndexLost(segment);
  }

  private void assertIndexLost(BlobKey segment) {
    List<Finding> errors = repository.check().run().errors();
    assertThat(errors).extracting(Finding::object).contains(segment.value());
    assertThat(errors).anySatisfy(error -> assertThat(error.affected()).isNotEmpty());
  }

  @Test
  void namesADamagedLogEntry() {
    BlobKey entry = Repositories.keys(store, "log/").get(0);
    Damage.flip(store, entry);

    assertErrorOf(repository.check().run(), entry, "");
    reopen();
    assertErrorOf(repository.check().run(), entry, "");
    assertThat(repository.snapshots().list()).hasSize(SNAPSHOTS - 1);
  }

  @Test
  void namesAMissingLogEntry() {
    BlobKey entry = Repositories.keys(store, "log/").get(1);
    Damage.remove(store, entry);

    assertErrorOf(repository.check().run(), entry, "is not in");
  }

  @Test
  void namesLogEntriesThatChangedPlaces() {
    List<BlobKey> entries = Repositories.keys(store, "log/");
    byte[] first = Repositories.read(store, entries.get(0));
    Damage.replace(store, entries.get(0), Repositories.read(store, entries.get(1)));
    Damage.replace(store, entries.get(1), first);

    CheckReport report = repository.check().run();

    assertErrorOf(report, entries.get(0), "was written as 2");
    assertErrorOf(report, entries.get(1), "was written as 1");
  }

  @Test
  void namesADamagedConfiguration() {
    BlobKey config = BlobKey.of("config");
    Damage.flip(store, config);

    assertErrorOf(repository.check().run(), config, "changed");
  }

  @Test
  void namesAMissingConfiguration() {
    BlobKey config = BlobKey.of("config");
    Damage.remove(store, config);

    assertErrorOf(repository.check().run(), config, "missing");
  }

  @Test
  void namesADamagedKeyFile() {
    BlobKey key = Repositories.keys(store, "keys/").get(0);
    Damage.flip(store, key);

    assertErrorOf(repository.check().run(), key, "damaged");
  }

  @Test
  void namesAMissingKeyFile() {
    BlobKey key = Repositories.keys(store, "keys/").get(0);
    Damage.remove(store, key);

    assertErrorOf(repository.check().run(), key, "missing");
  }

  @Test
  void namesEveryBlobThatWasCutOrHasGrown() {
    for (BlobKey key : Repositories.keys(WHOLE, "")) {
      byte[] whole = Repositories.read(WHOLE, key);
      for (int length :
          new int[] {0, 1, 100, whole.length / 2, whole.length - 1, whole.length + 1}) {
        Damage.replace(store, key, Arrays.copyOf(whole, length));

        assertErrorOf(repository.check().run(), key, "");
        assertOpensWithErrorOf(key);
      }
      Damage.replace(store, key, whole);
    }
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  /** Opens it as others would. */
  private void assertOpensWithErrorOf(BlobKey damaged) {
    try (BackupRepository other = Repositories.open(store.sameBlobs())) {
      assertErrorOf(other.check().run(), damaged, "");
    } catch (NotARepositoryException | DamagedRepositoryException e) {
      assertThat(damaged.value()).matches("config|keys/.*");
    }
  }

  @Test
  void warnsOfWhatRunsThatWereCutShortLeft() {
    BlobKey pack = BlobKey.of("packs/" + "0".repeat(32) + "/" + "1".repeat(64));
    Damage.plant(store, pack, Repositories.read(store, dataPack(0)));
    assertWarning("packs/", "1 packs are in no index");

    BlobKey segment = BlobKey.of("index/" + "2".repeat(64));
    Damage.plant(store, segment, new byte[100]);
    assertWarning(segment.value(), "no log entry names this index segment");

    InMemoryStore other = InMemoryStore.create();
    Repositories.create(other.sameBlobs()).close();
    BlobKey key = Repositories.keys(other, "keys/").get(0);
    Damage.plant(store, key, Repositories.read(other, key));
    assertWarning(key.value(), "the log does not name this key file");
  }

  @Test
  void doesNotTakeALostLogForARepositoryWithoutBackups() {
    BlobKey segment = Repositories.keys(store, "index/").get(0);
    Repositories.keys(store, "log/").forEach(entry -> Damage.remove(store, entry));
    Repositories.keys(store, "checkpoint/").forEach(cached -> Damage.remove(store, cached));

    try (BackupRepository other = Repositories.open(store.sameBlobs())) {
      assertThat(other.check().run().findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.object()).isEqualTo(segment.value());
                assertThat(finding.message()).contains("the log was lost");
              });
    }
  }

  private void assertWarning(String object, String message) {
    CheckReport report = Repositories.checkAll(repository);
    assertThat(report.healthy()).as("%s", report.findings()).isTrue();
    assertThat(report.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.object()).isEqualTo(object);
              assertThat(finding.message()).contains(message);
            });
  }

  @Test
  void warnsOfADamagedCheckpointWhichTheLogMakesUpFor() {
    while (Repositories.keys(store, "checkpoint/").isEmpty()) {
      KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
      repository.keys().remove(added.id());
    }
    BlobKey checkpoint = Repositories.keys(store, "checkpoint/").get(0);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    Damage.flip(store, checkpoint);

    assertWarning(checkpoint.value(), "rebuilt");
    reopen();
    assertWarning(checkpoint.value(), "rebuilt");
    assertThat(repository.snapshots().list()).hasSize(SNAPSHOTS);
  }

  @Test
  void namesLogEntriesThatOnlyACheckpointRemembers() {
    while (Repositories.keys(store, "checkpoint/").isEmpty()) {
      KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
      repository.keys().remove(added.id());
    }
    BlobKey entry = Repositories.keys(store, "log/").get(0);
    Damage.remove(store, entry);
    reopen();

    CheckReport report = repository.check().run();

    assertErrorOf(report, entry, "is not in");
    assertThat(report.snapshots()).isEqualTo(SNAPSHOTS);
    assertThat(repository.snapshots().list()).hasSize(SNAPSHOTS);
  }

  @Test
  void takesAHolderThatIsRemovedMeanwhileForNoDamage() {
    KeyHolder leaving = repository.keys().add(new WrappingProvider("other", 2), "leaving");
    AtomicBoolean gone = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (gone.compareAndSet(false, true)) {
            repository.keys().remove(leaving.id());
          }
        };
    FaultyStore watched = FaultyStore.around(store.sameBlobs());
    try (BackupRepository checked = Repositories.open(watched)) {
      watched.inject(Fault.pausedBy(leave), Trigger.on(StoreOperation.LIST, "keys/"::equals));

      assertThat(checked.check().run().errors()).isEmpty();
      assertThat(gone).isTrue();
    }
  }

  @Test
  void endsThoughAKeyFileGoesBeforeItIsRead() {
    KeyHolder leaving = repository.keys().add(new WrappingProvider("other", 2), "leaving");
    String file = "keys/" + leaving.id();
    AtomicBoolean gone = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (gone.compareAndSet(false, true)) {
            repository.keys().remove(leaving.id());
          }
        };
    FaultyStore watched = FaultyStore.around(store.sameBlobs());
    try (BackupRepository checked = Repositories.open(watched)) {
      watched.inject(Fault.pausedBy(leave), Trigger.on(StoreOperation.STAT, file::equals));

      assertThat(checked.check().run().errors()).isEmpty();
      assertThat(gone).isTrue();
    }
  }

  @Test
  void takesEntriesThatAreAppendedMeanwhileForNoContradiction() {
    while (Repositories.keys(store, "checkpoint/").isEmpty()) {
      KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
      repository.keys().remove(added.id());
    }
    AtomicBoolean appended = new AtomicBoolean();
    Runnable append =
        () -> {
          if (appended.compareAndSet(false, true)) {
            repository.keys().add(new WrappingProvider("late", 3), "late");
          }
        };
    FaultyStore watched = FaultyStore.around(store.sameBlobs());
    try (BackupRepository checked = Repositories.open(watched)) {
      watched.inject(
          Fault.pausedBy(append), Trigger.on(StoreOperation.LIST, "checkpoint/"::equals));

      assertThat(checked.check().run().errors()).isEmpty();
      assertThat(appended).isTrue();
    }
  }

  private void reopen() {
    repository.close();
    repository = Repositories.open(store.sameBlobs());
  }

  /** Content takes more room than directories. */
  private BlobKey dataPack(int run) {
    return PACKS_OF_RUNS.get(run).stream().filter(this::isData).findFirst().orElseThrow();
  }

  private BlobKey treePack(int run) {
    return PACKS_OF_RUNS.get(run).stream().filter(pack -> !isData(pack)).findFirst().orElseThrow();
  }

  private boolean isData(BlobKey pack) {
    return Repositories.read(store, pack).length > FILE_SIZE;
  }

  private static void assertErrorOf(CheckReport report, BlobKey object, String message) {
    assertThat(report.healthy()).isFalse();
    assertThat(report.errors())
        .anySatisfy(
            error -> {
              assertThat(error.object()).isEqualTo(object.value());
              assertThat(error.message()).contains(message);
            });
  }

  private static void assertError(
      CheckReport report, BlobKey object, String message, String affected, int count) {
    assertErrorOf(report, object, message);
    assertThat(report.errors()).hasSize(1);
    assertThat(report.errors().get(0).affected())
        .hasSize(count)
        .allSatisfy(file -> assertThat(file).endsWith(affected));
  }
}
