package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.SnapshotId;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.core.internal.engine.HostAttacker;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.ForwardingStore;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody can do who has taken over a write-only host: he has its key, and a store in which
 * he may create and read, and not delete.
 */
class WriteOnlyAttackTest {
  private static final KeyProvider WEB = new WrappingProvider("web", 5);
  private static final KeyProvider MAIL = new WrappingProvider("mail", 6);

  private final InMemoryStore store = InMemoryStore.create();
  private final Map<SnapshotId, Path> snapshots = new LinkedHashMap<>();
  private BackupRepository full;
  private OpenRepository taken;
  private HostAttacker attacker;
  private Path dir;
  private int restores;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    dir = directory;
    full = Repositories.create(store.sameBlobs());
    full.keys().addHost(WEB, "web");
    full.keys().addHost(MAIL, "mail");
    Path own = plant("own", 1);
    snapshots.put(backUp(full, own), own);
    Path mails = plant("mails", 2);
    try (BackupRepository mail = open(MAIL)) {
      snapshots.put(backUp(mail, mails), mails);
    }
    Path webs = plant("webs", 3);
    try (BackupRepository web = open(WEB)) {
      snapshots.put(backUp(web, webs), webs);
    }
    taken =
        new RepositoryOpener(
                store.appendOnly(),
                Unlocking.with(WEB),
                RepositorySettings.builder().cacheDirectory(dir.resolve("no cache")).build())
            .open();
    attacker = new HostAttacker(taken);
  }

  @AfterEach
  void close() {
    taken.close();
    full.close();
  }

  private Path plant(String name, long seed) throws IOException {
    Path top = dir.resolve(name);
    for (int i = 0; i < 5; i++) {
      FileTree.write(top.resolve("file" + i), FileTree.random(10 * seed + i, 300_000));
    }
    FileTree.settle();
    return top;
  }

  private BackupRepository open(KeyProvider keys) {
    return BackupRepository.on(store.sameBlobs())
        .keys(keys)
        .cacheDirectory(dir.resolve("cache"))
        .open();
  }

  private static SnapshotId backUp(BackupRepository repository, Path source) {
    return repository.backup(FileSource.of(source)).origin("o").run().snapshot();
  }

  /** Everything restores, before and after a prune that leaves nothing that it need not. */
  private void assertNothingIsLost() throws IOException {
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThat(again.snapshots().list()).hasSize(snapshots.size());
      for (Map.Entry<SnapshotId, Path> one : snapshots.entrySet()) {
        FileTree.assertRestores(again, one.getKey(), one.getValue(), target());
      }
      again.prune().grace(Duration.ZERO).maxUnused(io.byssus.api.Fraction.percent(0)).run();
      for (Map.Entry<SnapshotId, Path> one : snapshots.entrySet()) {
        FileTree.assertRestores(again, one.getKey(), one.getValue(), target());
      }
      assertThat(Repositories.checkAll(again).errors()).isEmpty();
    }
  }

  private Path target() {
    return dir.resolve("target" + restores++);
  }

  @Test
  void opensNoContentTreeOrSnapshotOfItsOwnOrOthers() {
    assertThat(attacker.packs()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(attacker.packsThatOpen()).isEmpty();
    assertThat(attacker.snapshotsThatOpen()).isEmpty();
    assertThat(attacker.segmentsThatOpen())
        .as("where its own chunks are, and nobody else's")
        .hasSize(1)
        .isEqualTo(attacker.ownSegments());
    assertThat(attacker.otherKeyFilesThatOpen(WEB)).isEmpty();
  }

  @Test
  void makesNoEntryCountThatIsNotAboutWhatItStored() throws IOException {
    for (var change : attacker.forbiddenChanges(full.snapshots().list().get(0).id())) {
      attacker.forge(change);
    }
    attacker.forgeCheckpointOfNothing();
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThat(again.keys().list()).hasSize(3).noneMatch(holder -> holder.label().equals("evil"));
      assertThat(again.keys().epoch()).isEqualTo(1);
      assertThat(again.snapshots().list()).noneMatch(s -> s.pinned().isPresent());
      assertThat(again.parity()).isEmpty();
    }
    assertNothingIsLost();
    full.keys().rotate();
    assertNothingIsLost();
  }

  @Test
  void bringsBackNoSnapshotThatWasForgotten() throws IOException {
    SnapshotId own = snapshots.keySet().iterator().next();
    byte[] container = attacker.container(own);
    full.forget(own);
    snapshots.remove(own);
    attacker.forge(attacker.commit(container));
    assertNothingIsLost();
  }

  @Test
  void poisonsNobodysIndexEvenIfItKnowsIdsAndPacks() throws IOException {
    for (byte[] payload : HostAttacker.segmentsOf(store.sameBlobs(), Repositories.KEYS)) {
      attacker.addSegment(payload);
      attacker.addSegment(HostAttacker.ofOtherPacks(payload));
    }
    Path own = dir.resolve("own");
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      var report = again.backup(FileSource.of(own)).origin("another").run();
      snapshots.put(report.snapshot(), own);
      assertThat(report.bytesNew().bytes()).as("its own chunks are found as before").isZero();
    }
    Path fresh = plant("fresh", 9);
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      snapshots.put(backUp(again, fresh), fresh);
    }
    assertNothingIsLost();
  }

  @Test
  void takesNoNameOfASegmentAwayFromItsAuthor() throws IOException {
    List<String> named = new ArrayList<>();
    Consumer<BlobKey> first =
        key -> {
          if (key.value().startsWith("index/")) {
            attacker.forge(attacker.add(key.lastSegment()));
            named.add(key.lastSegment());
          }
        };
    Path fresh = plant("fresh", 9);
    BlobStore raced =
        new ForwardingStore(store.sameBlobs()) {
          @Override
          public void create(BlobKey key, BlobBody body, CreateOptions options) {
            super.create(key, body, options);
            first.accept(key);
          }
        };
    try (BackupRepository again = Repositories.open(raced)) {
      snapshots.put(backUp(again, fresh), fresh);
    }
    assertThat(named).isNotEmpty();
    assertNothingIsLost();
  }

  @Test
  void leavesEveryoneElseAtWorkWhateverItNames() throws IOException {
    attacker.forge(attacker.add("f".repeat(64)));
    attacker.putGarbageSegmentAndAddIt();
    assertNothingIsLost();
    try (BackupRepository mail = open(MAIL)) {
      Path more = plant("more", 8);
      snapshots.put(backUp(mail, more), more);
    }
    assertNothingIsLost();
  }

  @Test
  void stopsAPruneOnlyUntilItsSnapshotIsForgotten() throws IOException {
    for (SnapshotId id :
        List.of(attacker.commitSnapshotOfNothing(), attacker.commitSnapshotThatDoesNotOpen())) {
      try (BackupRepository again = Repositories.open(store.sameBlobs())) {
        SnapshotId own = snapshots.keySet().iterator().next();
        FileTree.assertRestores(again, own, dir.resolve("own"), target());
        assertThatThrownBy(() -> again.prune().grace(Duration.ZERO).run())
            .isInstanceOf(DamagedRepositoryException.class);
        assertThat(again.forget(id).forgotten()).containsExactly(id);
      }
    }
    assertNothingIsLost();
  }

  /** All that a damaged log must keep nobody from. */
  private void assertReadsWritesAndRemovesKeys(BlobKey garbage) throws IOException {
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThat(again.snapshots().list()).hasSize(snapshots.size());
      for (Map.Entry<SnapshotId, Path> one : snapshots.entrySet()) {
        FileTree.assertRestores(again, one.getKey(), one.getValue(), target());
      }
      assertThat(Repositories.checkAll(again).findings())
          .anyMatch(finding -> finding.object().equals(garbage.value()));
      Path fresh = plant("fresh", 9);
      snapshots.put(backUp(again, fresh), fresh);
      again.keys().add(new WrappingProvider("another", 7), "another");
      again.keys().remove(keyOf("mail"));
    }
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThat(again.snapshots().list()).hasSize(snapshots.size());
      assertThat(again.keys().list()).extracting(KeyHolder::label).doesNotContain("mail");
    }
  }

  private String keyOf(String label) {
    return full.keys().list().stream()
        .filter(holder -> holder.label().equals(label))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 150, 5_000})
  void keepsNobodyFromReadingAndWritingByGarbageInTheLog(long ahead) throws IOException {
    assertStopsAtMostUntilARepair(attacker.putGarbageEntry(attacker.state().number() + ahead));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5_000})
  void keepsNobodyFromReadingAndWritingByEntriesOutOfPlace(long ahead) throws IOException {
    assertStopsAtMostUntilARepair(attacker.forgeOutOfPlace(attacker.state().number() + ahead));
  }

  @Test
  void losesItsKeyThoughItsGarbageKeepsAnEpochFromBeginning() throws IOException {
    attacker.putGarbageEntry(attacker.state().number() + 1);
    attacker.putGarbageEntry(attacker.state().number() + 3);
    String key = keyOf("web");
    byte[] container = attacker.container(List.copyOf(snapshots.keySet()).get(2));
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThatThrownBy(() -> again.keys().revoke(key))
          .isInstanceOf(KeyHolderRefusedException.class)
          .hasMessageContaining("was removed, but no epoch could begin");
      assertThat(again.keys().list()).extracting(KeyHolder::label).doesNotContain("web");
      attacker.forge(attacker.commit(container));
      again.repair().voidEntries().run();
      assertThat(again.keys().rotate()).isEqualTo(2);
    }
    assertThatThrownBy(attacker::state).as("it sees no more").isInstanceOf(ByssusException.class);
    assertNothingIsLost();
  }

  /** What takes away waits for a repair, and goes on then. */
  private void assertStopsAtMostUntilARepair(BlobKey garbage) throws IOException {
    assertReadsWritesAndRemovesKeys(garbage);
    assertThatThrownBy(() -> full.keys().rotate()).isInstanceOf(KeyHolderRefusedException.class);
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThatThrownBy(() -> again.prune().run()).isInstanceOf(DamagedRepositoryException.class);
      assertThatThrownBy(() -> again.repair().run()).isInstanceOf(DamagedRepositoryException.class);
      assertThat(again.repair().voidEntries().plan().steps(RepairStep.Kind.ENTRY_VOIDED))
          .extracting(RepairStep::object)
          .contains(garbage.value());
      assertThatThrownBy(() -> again.prune().run()).isInstanceOf(DamagedRepositoryException.class);
      again.repair().voidEntries().run();
      assertThat(again.repair().voidEntries().run().steps(RepairStep.Kind.ENTRY_VOIDED)).isEmpty();
      Path own = dir.resolve("own");
      var report = again.backup(FileSource.of(own)).origin("another").run();
      snapshots.put(report.snapshot(), own);
      assertThat(report.bytesNew().bytes()).as("earlier packs are relied upon again").isZero();
    }
    assertNothingIsLost();
    full.keys().rotate();
    assertNothingIsLost();
    SnapshotId last = List.copyOf(snapshots.keySet()).get(snapshots.size() - 1);
    assertThat(full.forget(last).forgotten()).containsExactly(last);
  }

  @ParameterizedTest
  @ValueSource(longs = {9_999_999_999_999_999L, 9_999_999_999_999_899L, 2_000_000_000L})
  void stopsNothingByGarbageWhereNoEntryCanBeYet(long number) throws IOException {
    assertReadsWritesAndRemovesKeys(attacker.putGarbageEntry(number));
    attacker.putGarbageEntry(number - 1);
    assertNothingIsLost();
    full.keys().rotate();
    assertNothingIsLost();
  }

  @Test
  void deletesAndReplacesNothingInAnAppendOnlyStore() throws IOException {
    BlobStore his = store.appendOnly();
    for (BlobKey key : Repositories.keys(store, "")) {
      assertThatThrownBy(() -> his.delete(List.of(key)))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> his.create(key, BlobBody.of(new byte[9]), CreateOptions.none()))
          .isInstanceOf(ByssusException.class);
    }
    assertNothingIsLost();
  }

  @Test
  void signsNothingMoreThatCountsOnceItsKeyIsRemoved() throws IOException {
    LogState before = attacker.state();
    byte[] container = attacker.container(List.copyOf(snapshots.keySet()).get(2));
    full.keys().remove(keyOf("web"));
    attacker.forge(attacker.add("e".repeat(64)));
    attacker.forge(attacker.commit(container));
    assertThat(attacker.state().segments()).isEqualTo(before.segments());
    assertNothingIsLost();
    full.keys().rotate();
    assertThatThrownBy(attacker::state).as("it sees no more").isInstanceOf(ByssusException.class);
    assertNothingIsLost();
  }
}
