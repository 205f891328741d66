package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NoProviderException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.RepositoryExistsException;
import io.byssus.api.RepositoryNotFoundException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreFullException;
import io.byssus.core.backup.Backup;
import io.byssus.core.check.Check;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.source.FileSource;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  private static final BlobKey CONFIG = BlobKey.of("config");

  /** Where a configuration says its version and its suite (format, section 2.1). */
  private static final int VERSION_AT = 7;

  private static final int SUITE_AT = 8;

  private final InMemoryStore store = InMemoryStore.create();

  @Test
  void warnsOfAStoreThatTakesOnlyOneWriter() {
    try (BackupRepository repository = Repositories.create(new OverwritingStore())) {
      assertThat(repository.warnings())
          .singleElement()
          .asString()
          .contains("only one process may write");
    }
  }

  @Test
  void opensWhatWasCreatedAtALocation(@TempDir Path directory) throws IOException {
    Path source = directory.resolve("source");
    FileTree.write(source.resolve("file"), "content");
    String location = directory.resolve("repository").toUri().toString();
    char[] passphrase = "correct horse".toCharArray();
    String id;
    try (BackupRepository created = BackupRepository.at(location).passphrase(passphrase).create()) {
      id = created.id();
      created.backup(FileSource.of(source)).run();
    }

    try (BackupRepository opened = BackupRepository.at(location).passphrase(passphrase).open()) {
      assertThat(opened.id()).isEqualTo(id).matches("[0-9a-f]{32}");
      assertThat(opened.snapshots().list()).hasSize(1);
      assertThat(opened.location().toString()).contains("repository");
      assertThat(opened.toString()).doesNotContain("horse");
    }
  }

  @Test
  void opensWithTheProviderOfItsKeys() {
    Repositories.create(store.sameBlobs()).close();

    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.keys().list())
          .singleElement()
          .satisfies(holder -> assertThat(holder.kind()).isEqualTo(KeyHolder.Kind.PROVIDER));
    }
  }

  @Test
  void findsNoRepositoryAndMakesNone(@TempDir Path directory) {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> Repositories.open(missing))
        .isInstanceOf(RepositoryNotFoundException.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> Repositories.open(directory))
        .isInstanceOf(RepositoryNotFoundException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void takesOtherFilesForNoRepositoryAndLeavesThemAlone(@TempDir Path directory)
      throws IOException {
    Path file = FileTree.write(directory.resolve("holiday.jpg"), "not a repository");

    assertThatThrownBy(() -> Repositories.open(directory))
        .isInstanceOf(NotARepositoryException.class)
        .hasMessageContaining(directory.toString());
    assertThat(directory).isDirectoryContaining(file::equals);
    assertThat(FileTree.describe(directory)).hasSize(2);
  }

  @Test
  void takesAnotherProgramsConfigurationForNoRepository(@TempDir Path directory)
      throws IOException {
    for (String content : List.of("", "BYS", "[core]\nbare = true\n", "BYSSUS")) {
      FileTree.write(directory.resolve("config"), content);

      assertThatThrownBy(() -> Repositories.open(directory))
          .isInstanceOf(NotARepositoryException.class)
          .hasMessageContaining("config");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 1 << 17})
  void aConfigurationThatLostItsBytesIsDamagedWhereARepositoryIs(
      int length, @TempDir Path directory) throws IOException {
    Path source = directory.resolve("source");
    FileTree.write(source.resolve("file"), "content");
    Path place = directory.resolve("repository");
    try (BackupRepository repository = Repositories.create(place)) {
      repository.backup(FileSource.of(source)).run();
    }
    Files.write(place.resolve("config"), new byte[length]);

    assertThatThrownBy(() -> Repositories.open(place))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("config")
        .extracting(damaged -> ((ByssusException) damaged).advice())
        .asString()
        .contains("Put the file config back");
  }

  @Test
  void refusesALocationThatIsAFile(@TempDir Path directory) throws IOException {
    Path file = FileTree.write(directory.resolve("file"), "content");

    assertThatThrownBy(() -> at(file).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("content");
  }

  @Test
  void refusesALocationThatNobodyServes() {
    assertThatThrownBy(() -> BackupRepository.at("gopher://host/x").keys(Repositories.KEYS).open())
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("gopher");
    assertThatThrownBy(() -> BackupRepository.at("just/a/path"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToCreateASecondOne(@TempDir Path directory) throws IOException {
    Repositories.create(directory).close();
    var before = FileTree.describe(directory);

    assertThatThrownBy(() -> Repositories.create(directory))
        .isInstanceOf(RepositoryExistsException.class)
        .hasMessageContaining(directory.toString());
    assertThat(FileTree.describe(directory)).isEqualTo(before);
  }

  @Test
  void refusesToCreateOneOverOneThatLostItsConfiguration() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      repository.keys().add(new WrappingProvider("other", 2), "other");
    }
    Damage.remove(store, CONFIG);
    List<BlobKey> before = Repositories.keys(store, "");

    assertThatThrownBy(() -> Repositories.create(store.sameBlobs()))
        .isInstanceOf(RepositoryExistsException.class)
        .hasMessageContaining("lost")
        .hasMessageContaining("log/")
        .extracting(e -> ((ByssusException) e).advice())
        .asString()
        .contains("from a copy");
    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("config")
        .hasMessageContaining("missing");
    assertThat(Repositories.keys(store, "")).isEqualTo(before);
  }

  @Test
  void leavesNoRepositoryBehindIfItsCreationFails() {
    FaultyStore full =
        FaultyStore.around(store.sameBlobs())
            .inject(Fault.full(), Trigger.on(StoreOperation.CREATE, "config"::equals));

    assertThatThrownBy(() -> Repositories.create(full)).isInstanceOf(StoreFullException.class);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(ByssusException.class);
  }

  @Test
  void isCreatedByOneOfTwoWhoDoItAtOnce() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<BackupRepository>> attempts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        attempts.add(
            executor.submit(
                () -> {
                  start.await();
                  return Repositories.create(store.sameBlobs());
                }));
      }
      int created = 0;
      for (Future<BackupRepository> attempt : attempts) {
        try {
          attempt.get().close();
          created++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(RepositoryExistsException.class);
        }
      }
      assertThat(created).isEqualTo(1);
    } finally {
      executor.shutdownNow();
    }
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
  }

  @Test
  void refusesAWrongPassphrase(@TempDir Path directory) {
    at(directory).passphrase("right".toCharArray()).create().close();

    assertThatThrownBy(() -> at(directory).passphrase("Right".toCharArray()).open())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("wrong passphrase")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void refusesAProviderThatItHasNoKeyFileFor() {
    Repositories.create(store.sameBlobs()).close();

    assertThatThrownBy(() -> on().keys(new WrappingProvider("another", 1)).open())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("no key file");
    assertThatThrownBy(() -> on().passphrase("word".toCharArray()).open())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("no key file");
  }

  @Test
  void refusesAProviderOfThatNameWithAnotherKey() {
    Repositories.create(store.sameBlobs()).close();

    assertThatThrownBy(() -> on().keys(new WrappingProvider("test", 2)).open())
        .isInstanceOf(WrongKeyException.class);
  }

  @Test
  void refusesANewerFormat() {
    patchConfiguration(VERSION_AT, 2);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format version 2");
  }

  @Test
  void refusesADraftOfTheFormatWithoutAdvisingANewerVersion() {
    patchConfiguration(VERSION_AT, 0);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOfSatisfying(
            UnsupportedFormatException.class,
            e -> assertThat(e.advice()).contains("new repository").doesNotContain("newer"))
        .hasMessageContaining("a draft");
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11, 24}) // the kind, the agreement's length, the reserved field
  void refusesHeaderFieldsThatItDoesNotKnowBeforeItDerivesAKey(int at) {
    patchConfiguration(at, 99);

    assertThatThrownBy(() -> on().keys(new WrappingProvider("test", 2)).open())
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("config of mem:");
  }

  @Test
  void createsNothingWhereAnotherProgramHasItsConfiguration() {
    Damage.plant(store, CONFIG, "[section]\nkey = value\n".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Repositories.create(store.sameBlobs()))
        .isInstanceOf(RepositoryExistsException.class)
        .hasMessageContaining("not a Byssus repository's");
  }

  @Test
  void refusesASuiteThatItDoesNotKnow() {
    patchConfiguration(SUITE_AT, 77);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("config of mem:")
        .hasMessageContaining("suite 77");
  }

  @Test
  void saysThatItsConfigurationIsDamaged() {
    Repositories.create(store.sameBlobs()).close();
    Damage.flip(store, CONFIG);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("config");
  }

  @Test
  void saysThatItsConfigurationIsAnothersRepositorys() {
    Repositories.create(store.sameBlobs()).close();
    InMemoryStore other = InMemoryStore.create();
    Repositories.create(other.sameBlobs()).close();
    Damage.replace(store, CONFIG, Repositories.read(other, CONFIG));

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("config");
  }

  @Test
  void saysThatItsKeyFilesAreMissing() {
    Repositories.create(store.sameBlobs()).close();
    Damage.remove(store, Repositories.keys(store, "keys/").get(0));

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("key files")
        .hasMessageContaining("missing");
  }

  @Test
  void namesTheKeyFileThatIsDamaged() {
    Repositories.create(store.sameBlobs()).close();
    BlobKey key = Repositories.keys(store, "keys/").get(0);
    Damage.flip(store, key);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining(key.value());
  }

  @Test
  void opensBesideADamagedKeyFileOfSomebodyElse() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      KeyHolder other = repository.keys().add(new WrappingProvider("other", 2), "other");
      Damage.flip(store, BlobKey.of("keys/" + other.id()));
    }

    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.keys().list()).hasSize(2);
    }
  }

  @Test
  void opensThoughAKeyFileGoesBeforeItIsRead() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      KeyHolder leaving = repository.keys().add(new WrappingProvider("other", 2), "leaving");
      AtomicBoolean gone = new AtomicBoolean();
      FaultyStore watched =
          FaultyStore.around(store.sameBlobs())
              .inject(
                  Fault.pausedBy(
                      () -> {
                        if (gone.compareAndSet(false, true)) {
                          repository.keys().remove(leaving.id());
                        }
                      }),
                  Trigger.on(StoreOperation.STAT, subject -> subject.startsWith("keys/")));

      try (BackupRepository opened = Repositories.open(watched)) {
        assertThat(opened.keys().list()).hasSize(1);
      }
    }
  }

  @Test
  void wantsAPassphraseOrAProvider() {
    assertThatThrownBy(() -> on().open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> on().create())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> on().passphrase(new char[0]).create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
    assertThat(Repositories.keys(store, "")).isEmpty();
  }

  @Test
  void closesTheStoreWhenItIsClosedAndWhenItDoesNotOpen() {
    InMemoryStore used = store.sameBlobs();
    Repositories.create(used).close();
    assertThatThrownBy(() -> used.stat(CONFIG)).isInstanceOf(IllegalStateException.class);

    InMemoryStore empty = InMemoryStore.create();
    assertThatThrownBy(() -> Repositories.open(empty))
        .isInstanceOf(RepositoryNotFoundException.class);
    assertThatThrownBy(() -> empty.stat(CONFIG)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runsAnOperationOnce(@TempDir Path directory) throws IOException {
    FileTree.write(directory.resolve("file"), "content");
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      Check check = repository.check();
      check.run();
      assertThatThrownBy(check::run).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(check::start).isInstanceOf(IllegalStateException.class);

      Backup backup = repository.backup(FileSource.of(directory));
      backup.run();
      assertThatThrownBy(backup::run).isInstanceOf(IllegalStateException.class);
      assertThat(repository.snapshots().list()).hasSize(1);
    }
  }

  /** They repeat what the log says: with each commit they would take more room than all else. */
  @Test
  void writesACheckpointEveryManyEntries() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      for (int i = 0; i < 70; i++) {
        KeyHolder added = repository.keys().add(new WrappingProvider("other", 2), "other");
        repository.keys().remove(added.id());
      }
    }

    assertThat(Repositories.keys(store, "log/")).hasSize(140);
    assertThat(Repositories.keys(store, "checkpoint/")).hasSize(2);
  }

  /** Some languages have digits of their own. */
  @Test
  void opensInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-u-nu-arab"));
      try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
        repository.keys().add(new WrappingProvider("other", 2), "other");
      }
      Locale.setDefault(Locale.forLanguageTag("tr"));
      try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
        assertThat(repository.keys().list()).hasSize(2);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Two that create one at once leave the loser's key file behind, if the loser is killed. */
  @Test
  void opensBesideKeyFilesOfARepositoryThatWasNeverCreated() {
    Repositories.create(store.sameBlobs()).close();
    // Names are hashes: among so many some come before the right one.
    for (int i = 0; i < 10; i++) {
      InMemoryStore other = InMemoryStore.create();
      Repositories.create(other.sameBlobs()).close();
      for (BlobKey key : Repositories.keys(other, "keys/")) {
        Damage.plant(store, key, Repositories.read(other, key));
      }
    }

    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      assertThat(repository.keys().list().stream().map(KeyHolder::kind))
          .startsWith(KeyHolder.Kind.PROVIDER, KeyHolder.Kind.LEFTOVER)
          .hasSize(11);
      assertThat(repository.keys().list().get(0).current()).isTrue();
    }
  }

  private void patchConfiguration(int at, int value) {
    Repositories.create(store.sameBlobs()).close();
    byte[] config = Repositories.read(store, CONFIG);
    config[at] = (byte) value;
    Damage.replace(store, CONFIG, config);
  }

  private RepositoryBuilder on() {
    return BackupRepository.on(store.sameBlobs());
  }

  private static RepositoryBuilder at(Path directory) {
    return BackupRepository.on(FileSystemStore.at(directory));
  }
}
