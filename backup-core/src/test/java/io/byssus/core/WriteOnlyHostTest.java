package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import io.byssus.api.Fraction;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.WriteOnlyKeyException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.source.EntryPath;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.WriteOnlyHost;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts with keys that only write, beside full holders. */
class WriteOnlyHostTest {
  private static final KeyProvider WEB = new WrappingProvider("web", 5);
  private static final KeyProvider MAIL = new WrappingProvider("mail", 6);

  /** Files of up to 512 bytes stand in their entries, and are stored with these. */
  private static final long IN_ENTRIES = 20_000;

  private final InMemoryStore store = InMemoryStore.create();
  private BackupRepository full;
  private Path source;
  private Path cache;
  private Path target;
  private int restores;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    cache = directory.resolve("cache");
    target = directory.resolve("target");
    FileTree.plantMixture(source, 7);
    FileTree.settle();
    full = Repositories.create(store.sameBlobs());
  }

  @AfterEach
  void close() {
    full.close();
  }

  private BackupRepository open(KeyProvider keys) {
    return BackupRepository.on(store.sameBlobs()).keys(keys).cacheDirectory(cache).open();
  }

  private static BackupReport backUp(BackupRepository repository, Path source) {
    return repository.backup(FileSource.of(source)).origin("o").run();
  }

  private BackupReport backUp(KeyProvider keys) {
    try (BackupRepository host = open(keys)) {
      return backUp(host, source);
    }
  }

  private void assertRestores(SnapshotId snapshot) throws IOException {
    FileTree.assertRestores(full, snapshot, source, target.resolve("" + restores++));
  }

  @Test
  void whatAHostBacksUpFullHoldersRestoreAndCheck() throws IOException {
    full.keys().addHost(WEB, "web server");
    SnapshotId own = backUp(full, source).snapshot();
    SnapshotId snapshot = backUp(WEB).snapshot();
    assertRestores(snapshot);
    assertRestores(own);
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    Snapshot seen = full.snapshots().pick(snapshot);
    assertThat(seen.writtenBy().map(WriteOnlyHost::label)).contains("web server");
    assertThat(full.snapshots().pick(own).writtenBy()).isEmpty();
    assertThat(full.find().named("large").list())
        .as("what both have, each with its own chunks")
        .allMatch(hit -> hit.snapshots().size() == 1)
        .hasSize(2);
    assertThat(full.statistics().run().total().snapshots()).isEqualTo(2);
    assertThat(Files.exists(full.fileSystem(snapshot).getPath(source.toString(), "text"))).isTrue();
    assertThatThrownBy(() -> full.diff(own, snapshot))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("equal content has nothing in common");
  }

  @Test
  void aHostLeavesUnchangedFilesUnreadAndStoresNothingTwice() throws IOException {
    full.keys().addHost(WEB, "web");
    BackupReport first = backUp(WEB);
    BackupReport second = backUp(WEB);
    assertThat(second.filesUnmodified()).isEqualTo(first.filesNew());
    assertThat(second.bytesNew().bytes()).isZero();
    FileTree.write(source.resolve("many/1/1"), "changed");
    FileTree.settle();
    BackupReport third = backUp(WEB);
    assertThat(third.filesChanged()).isEqualTo(1);
    assertThat(third.filesUnmodified()).isEqualTo(first.filesNew() - 1);
    assertRestores(third.snapshot());
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
  }

  @Test
  void aCacheThatIsLostOrDamagedCostsReadingAndNothingElse() throws IOException {
    full.keys().addHost(WEB, "web");
    long files = backUp(WEB).filesNew();
    for (String kind : List.of("head", "packs-")) {
      Path file = cacheFile(kind);
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);
      BackupReport report = backUp(WEB);
      assertThat(report.filesUnmodified()).as("%s", file).isLessThan(files);
      assertRestores(report.snapshot());
      assertThat(backUp(WEB).filesUnmodified()).as("it is made anew").isEqualTo(files);
    }
    for (Path file : cacheFiles()) {
      Files.delete(file);
    }
    BackupReport report = backUp(WEB);
    assertThat(report.filesNew()).isEqualTo(files);
    assertThat(report.bytesNew().bytes()).as("in entries").isLessThan(IN_ENTRIES);
    Path nowhere = Files.createFile(cache.resolve("file"));
    try (BackupRepository host =
        BackupRepository.on(store.sameBlobs()).keys(WEB).cacheDirectory(nowhere).open()) {
      assertThat(backUp(host, source).filesNew()).as("without a cache").isEqualTo(files);
    }
  }

  private Path cacheFile(String prefix) throws IOException {
    return cacheFiles().stream()
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> cacheFiles() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aCacheShowsNothingToWhoHasItAlone() throws IOException {
    FileTree.write(source.resolve("telling-name"), "telling content");
    full.keys().addHost(WEB, "web");
    backUp(WEB);
    assertThat(cacheFiles()).isNotEmpty();
    for (Path file : cacheFiles()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("telling");
    }
  }

  @Test
  void aCacheThatKnowsChunksWhichTheRepositoryLostDoesNotHideThat() throws IOException {
    full.keys().addHost(WEB, "web");
    SnapshotId lost = backUp(WEB).snapshot();
    full.forget(lost);
    full.prune().grace(Duration.ZERO).run();
    BackupReport report = backUp(WEB);
    assertThat(report.bytesNew().bytes()).isPositive();
    assertRestores(report.snapshot());
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
  }

  @Test
  void noDomainFindsWhatAnotherStored() {
    full.keys().addHost(WEB, "web");
    full.keys().addHost(MAIL, "mail");
    long all = backUp(full, source).bytesNew().bytes();
    assertThat(backUp(WEB).bytesNew().bytes()).isEqualTo(all);
    assertThat(backUp(MAIL).bytesNew().bytes()).isEqualTo(all);
    assertThat(all).isGreaterThan(10 * IN_ENTRIES);
    for (KeyProvider keys : List.of(Repositories.KEYS, WEB, MAIL)) {
      try (BackupRepository again = open(keys)) {
        BackupReport report = again.backup(FileSource.of(source)).origin("another").run();
        assertThat(report.bytesNew().bytes()).as("what it stored it finds").isLessThan(IN_ENTRIES);
      }
    }
  }

  @Test
  void aHostIsRefusedAllButBackupsWithTheWayOut() {
    full.keys().addHost(WEB, "web");
    SnapshotId snapshot = backUp(WEB).snapshot();
    try (BackupRepository host = open(WEB);
        Secret secret = Secret.copyOf(new byte[] {1})) {
      Map<String, ThrowingCallable> refused =
          Map.ofEntries(
              Map.entry("snapshots", host::snapshots),
              Map.entry("restore", () -> host.restore(snapshot)),
              Map.entry("list", () -> host.list(snapshot, EntryPath.root(), entry -> {})),
              Map.entry("fileSystem", () -> host.fileSystem(snapshot)),
              Map.entry("find", host::find),
              Map.entry("diff", () -> host.diff(snapshot, snapshot)),
              Map.entry("statistics", host::statistics),
              Map.entry("check", host::check),
              Map.entry("repair", host::repair),
              Map.entry("forget", () -> host.forget(snapshot)),
              Map.entry("retention", () -> host.retention(RetentionPolicy.standard())),
              Map.entry("prune", host::prune),
              Map.entry("pin", () -> host.pin(snapshot, "")),
              Map.entry("unpin", () -> host.unpin(snapshot)),
              Map.entry("parity", () -> host.parity(Fraction.percent(5))),
              Map.entry("recommend", () -> host.recommendStrategy("o")),
              Map.entry("add", () -> host.keys().add(secret, "another")),
              Map.entry("addHost", () -> host.keys().addHost(secret, "another")),
              Map.entry("addRecoveryKey", () -> host.keys().addRecoveryKey("another")),
              Map.entry("remove", () -> host.keys().remove("a")),
              Map.entry("revoke", () -> host.keys().revoke("a")),
              Map.entry("rotate", () -> host.keys().rotate()),
              Map.entry("passwd", () -> host.keys().changePassphrase(secret)),
              Map.entry(
                  "differential",
                  () ->
                      host.backup(FileSource.of(source))
                          .strategy(BackupStrategy.DIFFERENTIAL)
                          .run()));
      refused.forEach(
          (what, call) ->
              assertThatThrownBy(call)
                  .as(what)
                  .isInstanceOf(WriteOnlyKeyException.class)
                  .hasMessageContaining("can only back up")
                  .satisfies(
                      e ->
                          assertThat(((ByssusException) e).code())
                              .isEqualTo(ErrorCode.WRITE_ONLY_KEY)));
      assertThat(host.keys().list()).hasSize(2);
      assertThat(host.backup(FileSource.of(source)).origin("o").plan().files()).isEmpty();
    }
  }

  @Test
  void holdersAreListedWithWhatTheyMay() {
    KeyHolder web = full.keys().addHost(WEB, "web");
    assertThat(web.writeOnly()).isTrue();
    assertThat(full.keys().list()).hasSize(2).contains(web);
    assertThat(full.keys().list().stream().filter(KeyHolder::writeOnly)).containsExactly(web);
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    full.keys().add(MAIL, "another who reads");
    try (BackupRepository another = open(MAIL)) {
      for (KeyHolder holder : full.keys().list()) {
        if (!holder.writeOnly() && !holder.label().equals("another who reads")) {
          another.keys().remove(holder.id());
        }
      }
      assertThat(another.keys().list()).hasSize(2);
    }
  }

  @Test
  void aPassphraseIsGoodForAHost() throws IOException {
    try (Secret passphrase = Secret.copyOf(new byte[] {1, 2, 3})) {
      full.keys().addHost(passphrase, "web");
      try (BackupRepository host =
          BackupRepository.on(store.sameBlobs())
              .passphrase(passphrase)
              .cacheDirectory(cache)
              .open()) {
        assertRestores(backUp(host, source).snapshot());
      }
    }
  }

  @Test
  void aHostFollowsIntoANewEpochAndItsCacheStaysGood() throws IOException {
    full.keys().addHost(WEB, "web");
    BackupReport before = backUp(WEB);
    full.keys().rotate();
    FileTree.write(source.resolve("new"), FileTree.random(3, 100_000));
    FileTree.settle();
    BackupReport after = backUp(WEB);
    assertThat(after.filesUnmodified()).isEqualTo(before.filesNew());
    assertThat(after.bytesNew().bytes()).isEqualTo(100_000);
    KeyHolder mail = full.keys().addHost(MAIL, "mail");
    SnapshotId mails = backUp(MAIL).snapshot();
    full.keys().rotate();
    assertRestores(after.snapshot());
    assertRestores(mails);
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    assertThat(full.keys().revoke(mail.id())).isEqualTo(4);
    assertThatThrownBy(() -> open(MAIL)).isInstanceOf(WrongKeyException.class);
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      FileTree.assertRestores(again, mails, source, target.resolve("again"));
      FileTree.assertRestores(again, backUp(WEB).snapshot(), source, target.resolve("web"));
    }
  }

  @Test
  void aHostWhoseKeyWasRemovedAddsNothingMoreAndItsSnapshotsStay() throws IOException {
    KeyHolder web = full.keys().addHost(WEB, "web");
    SnapshotId before = backUp(WEB).snapshot();
    try (BackupRepository open = open(WEB)) {
      full.keys().remove(web.id());
      FileTree.write(source.resolve("later"), FileTree.random(4, 10_000));
      assertThatThrownBy(() -> backUp(open, source))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("removed");
    }
    assertThatThrownBy(() -> open(WEB)).isInstanceOf(ByssusException.class);
    Files.delete(source.resolve("later"));
    assertThat(full.snapshots().list()).hasSize(1);
    full.restore(before).to(target.resolve("t")).run();
    assertThat(full.snapshots().pick(before).writtenBy()).isPresent();
    full.keys().addHost(WEB, "web anew");
    assertRestores(backUp(WEB).snapshot());
    assertThat(full.snapshots().list()).hasSize(2);
  }

  @Test
  void pruningSeesWhatEachDomainNeeds() throws IOException {
    full.keys().addHost(WEB, "web");
    full.keys().addHost(MAIL, "mail");
    SnapshotId own = backUp(full, source).snapshot();
    SnapshotId webs = backUp(WEB).snapshot();
    SnapshotId mails = backUp(MAIL).snapshot();
    full.forget(mails);
    assertThat(full.prune().grace(Duration.ZERO).run().packsDeleted()).isPositive();
    assertRestores(own);
    assertRestores(webs);
    FileTree.write(source.resolve("large"), "no more");
    FileTree.settle();
    SnapshotId second = backUp(WEB).snapshot();
    full.forget(webs);
    assertThat(
            full.prune().grace(Duration.ZERO).maxUnused(Fraction.percent(0)).run().packsRepacked())
        .as("what only a host's index has is stored again in its domain")
        .isPositive();
    assertRestores(second);
    full.forget(own);
    full.prune().grace(Duration.ZERO).maxUnused(Fraction.percent(0)).run();
    assertRestores(second);
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    assertThat(backUp(WEB).bytesNew().bytes()).as("the host still finds all of it").isZero();
  }

  @Test
  void smallSegmentsOfAHostAreMergedWhereTheHostFindsThem() throws IOException {
    full.keys().addHost(WEB, "web");
    SnapshotId last = backUp(WEB).snapshot();
    try (BackupRepository host = open(WEB)) {
      for (int i = 0; i < 17; i++) {
        FileTree.write(source.resolve("more" + i), FileTree.random(100 + i, 1_000));
        last = backUp(host, source).snapshot();
      }
    }
    int before = Repositories.keys(store, "index/").size();
    full.prune().grace(Duration.ZERO).run();
    assertThat(Repositories.keys(store, "index/")).hasSizeLessThan(before);
    assertRestores(last);
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    FileTree.settle();
    backUp(WEB);
    assertThat(backUp(WEB).bytesNew().bytes()).isZero();
  }

  @Test
  void aFullBackupOfAHostReadsEveryFile() throws IOException {
    full.keys().addHost(WEB, "web");
    long files = backUp(WEB).filesNew();
    try (BackupRepository host = open(WEB)) {
      BackupReport report =
          host.backup(FileSource.of(source)).origin("o").strategy(BackupStrategy.FULL).run();
      assertThat(report.filesNew()).isEqualTo(files);
      assertRestores(report.snapshot());
    }
    assertThat(backUp(WEB).filesUnmodified()).as("and keeps its cache").isEqualTo(files);
  }

  @Test
  void floodsAndWrongDatesOfAHostPushOutNobodyElsesSnapshots() {
    full.keys().addHost(WEB, "web");
    SnapshotId own = backUp(full, source).snapshot();
    try (BackupRepository host =
        BackupRepository.on(store.sameBlobs())
            .keys(WEB)
            .cacheDirectory(cache)
            .clock(() -> Instant.now().plus(Duration.ofDays(1)))
            .open()) {
      for (int i = 0; i < 5; i++) {
        backUp(host, source);
      }
    }
    backUp(WEB);
    RetentionPolicy policy = RetentionPolicy.builder().keepLast(2).groupBy().build();
    full.retention(policy).plan().run();
    assertThat(full.snapshots().list()).extracting(Snapshot::id).contains(own);
    assertThat(full.retention(policy).plan().groups())
        .as("one for the host even where all snapshots are one group")
        .hasSize(2)
        .anyMatch(group -> group.writtenBy().isPresent());
  }

  @Test
  void openingFromACheckpointKnowsTheHosts() throws IOException {
    full.keys().addHost(WEB, "web");
    SnapshotId id = backUp(WEB).snapshot();
    Snapshot snapshot = full.snapshots().pick(id);
    for (int i = 0; i < 70; i++) {
      full.pin(snapshot.id(), "reason " + i);
    }
    assertThat(Repositories.keys(store, "checkpoint/")).isNotEmpty();
    assertThat(Repositories.checkAll(full).findings()).isEmpty();
    try (BackupRepository opened = Repositories.open(store.sameBlobs())) {
      assertThat(opened.snapshots().pick(snapshot.id()).writtenBy())
          .isEqualTo(snapshot.writtenBy());
      FileTree.assertRestores(opened, snapshot.id(), source, target);
    }
    assertThat(backUp(WEB).bytesNew().bytes()).isZero();
  }
}
