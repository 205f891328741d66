package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.Source;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.prune.Prune;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneReport;
import io.byssus.testkit.store.InMemoryStore;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository in memory whose backups are streams of known bytes, and that is pruned. */
final class PruneBench {
  /** Some chunks. */
  static final int SIZE = 700_000;

  private final InMemoryStore store = InMemoryStore.create().withClock(this::now);
  private final Map<SnapshotId, byte[]> contents = new LinkedHashMap<>();
  private Instant now = Instant.parse("2026-01-01T02:00:00Z");

  InMemoryStore store() {
    return store;
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  BackupRepository create() {
    return BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).clock(this::now).create();
  }

  BackupRepository open() {
    return open(store.sameBlobs());
  }

  BackupRepository open(BlobStore client) {
    return BackupRepository.on(client).keys(Repositories.KEYS).clock(this::now).open();
  }

  /** Backs up bytes that nobody else has. */
  SnapshotId backUp(BackupRepository repository, long seed) {
    return backUp(repository, "origin " + seed, FileTree.random(seed, SIZE));
  }

  SnapshotId backUp(BackupRepository repository, String origin, byte[] content) {
    SnapshotId snapshot =
        repository
            .backup(Source.stream("content", () -> new ByteArrayInputStream(content)))
            .origin(origin)
            .run()
            .snapshot();
    contents.put(snapshot, content);
    return snapshot;
  }

  static Prune pruneAll(BackupRepository repository) {
    return repository.prune().grace(Duration.ZERO);
  }

  List<BlobKey> packs() {
    return Repositories.keys(store, "packs/");
  }

  List<BlobKey> segments() {
    return Repositories.keys(store, "index/");
  }

  /** Returns all that is stored. */
  Map<String, Integer> blobs() {
    Map<String, Integer> blobs = new TreeMap<>();
    for (BlobKey key : Repositories.keys(store, "")) {
      blobs.put(key.value(), java.util.Arrays.hashCode(Repositories.read(store, key)));
    }
    return blobs;
  }

  long bytes() {
    return packs().stream().mapToLong(key -> Repositories.read(store, key).length).sum();
  }

  /** Asserts that every snapshot that is there has its content, and that nothing is wrong. */
  void assertEverythingRestores(BackupRepository repository) {
    assertEverythingIsThere(repository);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  /** Asserts that every snapshot that is there has its content. */
  void assertEverythingIsThere(BackupRepository repository) {
    for (SnapshotId snapshot : DatedBackups.ids(repository)) {
      MemoryTarget target = new MemoryTarget();
      repository.restore(snapshot).to(target).run();
      assertThat(target.files().values()).containsExactly(contents.get(snapshot));
    }
  }

  /** Asserts that a prune without grace has left nothing behind that anybody could take. */
  void assertNothingIsLeftOver(BackupRepository repository, PruneReport last) {
    assertThat(packs()).hasSize((int) last.packsLeft());
    PrunePlan plan = pruneAll(repository).plan();
    assertThat(plan.packsGoing()).as(plan.toString()).isZero();
    assertThat(plan.packsCondemned()).as(plan.toString()).isZero();
    assertThat(plan.bytesGoing().bytes()).as(plan.toString()).isZero();
    Map<String, Integer> before = blobs();
    PruneReport again = pruneAll(repository).run();
    assertThat(blobs()).as(again.toString()).isEqualTo(before);
  }
}
