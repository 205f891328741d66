package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New epochs, and holders that do not follow into them. */
class EpochTest {
  private static final KeyProvider LEAVER = new WrappingProvider("leaver", 2);
  private static final KeyProvider STAYER = new WrappingProvider("stayer", 3);
  private static final int HEADER_EPOCH = 12;

  private final InMemoryStore store = InMemoryStore.create();
  private final Path dir;

  EpochTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(dir.resolve("file"), "content ".repeat(200_000));
  }

  private void backUp(BackupRepository repository, String content) throws IOException {
    Files.writeString(dir.resolve("file"), content.repeat(200_000));
    repository.backup(FileSource.of(dir)).origin("o").run();
  }

  private BackupRepository open(KeyProvider keys) {
    return BackupRepository.on(store.sameBlobs()).keys(keys).open();
  }

  /** A repository with a holder who will leave and one who will stay, and the leaver's key file. */
  private KeyHolder withTwoOthers(BackupRepository repository) {
    KeyHolder leaver = repository.keys().add(LEAVER, "leaver");
    repository.keys().add(STAYER, "stayer");
    return leaver;
  }

  private List<Integer> epochs(String prefix) {
    return Repositories.keys(store, prefix).stream()
        .map(key -> ByteBuffer.wrap(Repositories.read(store, key)).getInt(HEADER_EPOCH))
        .toList();
  }

  private static void put(BlobStore store, BlobKey key, byte[] bytes) {
    store.create(key, BlobBody.of(bytes), CreateOptions.none());
  }

  @Test
  void everyHolderFollowsIntoANewEpochAndReadsAllThatIsStored() throws IOException {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      withTwoOthers(repository);
      backUp(repository, "before ");
      assertThat(repository.keys().epoch()).isEqualTo(1);
      assertThat(repository.keys().rotate()).isEqualTo(2);
      backUp(repository, "after ");
      assertThat(repository.keys().rotate()).isEqualTo(3);
      assertThat(repository.keys().list()).hasSize(3);
    }
    int stored = 2;
    for (KeyProvider keys : List.of(Repositories.KEYS, LEAVER, STAYER)) {
      try (BackupRepository opened = open(keys)) {
        assertThat(opened.keys().epoch()).isEqualTo(3);
        assertThat(opened.snapshots().list()).hasSize(stored++);
        assertThat(Repositories.checkAll(opened).findings()).isEmpty();
        backUp(opened, keys.name());
      }
    }
    assertThat(epochs("packs/")).contains(1, 2, 3);
    assertThat(epochs("index/")).contains(1, 2, 3);
  }

  @Test
  void newDataIsOfTheNewestEpochAndOldDataIsNotWrittenAgain() throws IOException {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      backUp(repository, "before ");
      List<BlobKey> before = Repositories.keys(store, "packs/");
      repository.keys().rotate();
      assertThat(Repositories.keys(store, "packs/")).isEqualTo(before);
      backUp(repository, "after ");
      assertThat(Repositories.keys(store, "packs/")).containsAll(before);
      assertThat(epochs("packs/").stream().filter(epoch -> epoch == 1)).hasSameSizeAs(before);
      assertThat(epochs("packs/")).contains(2).allMatch(epoch -> epoch <= 2);
    }
  }

  @Test
  void whoIsRevokedOpensNothingOfTheNewEpochThoughHeKeptHisKeyFile() throws IOException {
    BlobKey file;
    byte[] kept;
    InMemoryStore copy = InMemoryStore.create();
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      KeyHolder leaver = withTwoOthers(repository);
      file = BlobKey.of("keys/" + leaver.id());
      kept = Repositories.read(store, file);
      backUp(repository, "before ");
      for (BlobKey key : Repositories.keys(store, "")) {
        put(copy, key, Repositories.read(store, key));
      }
      assertThat(repository.keys().revoke(leaver.id().substring(0, 16))).isEqualTo(2);
      assertThat(repository.keys().list()).hasSize(2);
      backUp(repository, "after ");
    }
    assertThat(Repositories.keys(store, "keys/")).doesNotContain(file);
    put(store, file, kept);
    assertThatThrownBy(() -> open(LEAVER))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("epoch 2")
        .hasMessageContaining("its holder was removed");
    try (BackupRepository opened = open(STAYER)) {
      assertThat(opened.snapshots().list()).hasSize(2);
      assertThat(Repositories.checkAll(opened).errors()).isEmpty();
    }
    try (BackupRepository opened = BackupRepository.on(copy).keys(LEAVER).open()) {
      assertThat(opened.snapshots().list()).as("what he copied stays readable").hasSize(1);
    }
  }

  @Test
  void anEntryOfWhoWasRevokedDoesNotCount() throws IOException {
    try (BackupRepository repository = Repositories.create(store.sameBlobs());
        InMemoryStore fork = InMemoryStore.create()) {
      KeyHolder leaver = withTwoOthers(repository);
      backUp(repository, "before ");
      for (BlobKey key : Repositories.keys(store, "")) {
        put(fork, key, Repositories.read(store, key));
      }
      repository.keys().revoke(leaver.id());
      long next = Repositories.keys(store, "log/").size() + 1L;
      String name = "log/%016d".formatted(next);
      try (BackupRepository forked = BackupRepository.on(fork.sameBlobs()).keys(LEAVER).open()) {
        while (Repositories.keys(fork, "log/").size() < next) {
          forked
              .keys()
              .add(new WrappingProvider("x" + Repositories.keys(fork, "log/").size(), 9), "x");
        }
      }
      put(store, BlobKey.of(name), Repositories.read(fork, BlobKey.of(name)));
      assertThat(repository.keys().list()).noneMatch(holder -> holder.label().equals("x"));
      assertThat(repository.warnings()).anyMatch(warning -> warning.contains("epoch 1"));
      backUp(repository, "after ");
      assertThat(repository.snapshots().list()).hasSize(2);
    }
  }

  @Test
  void aWriterThatWasRunningFindsTheNewEpochBeforeItCommits() throws IOException {
    try (BackupRepository one = Repositories.create(store.sameBlobs())) {
      withTwoOthers(one);
      try (BackupRepository two = open(STAYER)) {
        backUp(two, "before ");
        one.keys().rotate();
        backUp(two, "after ");
        assertThat(two.keys().epoch()).isEqualTo(2);
      }
      assertThat(one.snapshots().list()).hasSize(2);
      assertThat(Repositories.checkAll(one).findings()).isEmpty();
    }
  }

  @Test
  void theLettersCopyOpensTheRepositoryWhereItsEntryIsDamagedAndTheEntryWhereTheCopyIs()
      throws IOException {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      withTwoOthers(repository);
      repository.keys().rotate();
      backUp(repository, "after ");
    }
    InMemoryStore withoutCopy = InMemoryStore.create();
    InMemoryStore withoutEntry = InMemoryStore.create();
    for (BlobKey key : Repositories.keys(store, "")) {
      byte[] bytes = Repositories.read(store, key);
      if (!key.value().startsWith("epochs/")) {
        put(withoutCopy, key, bytes);
      }
      if (!key.value().equals("log/0000000000000003")) {
        put(withoutEntry, key, bytes);
      }
    }
    for (InMemoryStore damaged : List.of(withoutCopy, withoutEntry)) {
      try (BackupRepository opened = BackupRepository.on(damaged).keys(STAYER).open()) {
        assertThat(opened.snapshots().list()).hasSize(1);
        assertThat(opened.keys().epoch()).isEqualTo(2);
      }
    }
  }

  @Test
  void byAgeOnlyAnOldEpochEnds() {
    AtomicLong now = new AtomicLong(1_000_000_000);
    try (BackupRepository repository =
        BackupRepository.on(store.sameBlobs())
            .keys(Repositories.KEYS)
            .clock(() -> Instant.ofEpochSecond(now.get()))
            .create()) {
      Duration quarter = Duration.ofDays(90);
      assertThat(repository.keys().rotateIfOlderThan(quarter)).isFalse();
      now.addAndGet(quarter.toSeconds());
      assertThat(repository.keys().rotateIfOlderThan(quarter)).isTrue();
      assertThat(repository.keys().rotateIfOlderThan(quarter)).isFalse();
      assertThat(repository.keys().epoch()).isEqualTo(2);
      now.addAndGet(quarter.toSeconds());
      assertThat(repository.keys().rotateIfOlderThan(quarter)).isTrue();
    }
  }

  @Test
  void theRecoveryKeyFollows() throws IOException {
    Secret recovery;
    try (BackupRepository repository =
        BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).create()) {
      recovery = repository.recoveryKey().orElseThrow().copy();
      repository.keys().rotate();
      backUp(repository, "after ");
    }
    try (recovery;
        BackupRepository opened =
            BackupRepository.on(store.sameBlobs()).recoveryKey(recovery).open()) {
      assertThat(Repositories.checkAll(opened).findings()).isEmpty();
      opened.keys().rotate();
    }
    open(Repositories.KEYS).close();
  }

  @Test
  void nobodyRevokesTheKeyThatOpenedTheRepository() {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      String own = repository.keys().list().get(0).id();
      assertThatThrownBy(() -> repository.keys().revoke(own))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("opened with");
      assertThat(repository.keys().epoch()).isEqualTo(1);
    }
  }
}
