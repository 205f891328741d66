package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.api.event.OperationEvent;
import io.byssus.api.store.BlobKey;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.Compression;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupTest {
  private final InMemoryStore store = InMemoryStore.create();
  private final List<OperationEvent> events = new ArrayList<>();
  private BackupRepository repository;
  private Path source;
  private Path target;

  @BeforeEach
  void open(@TempDir Path directory) {
    source = directory.resolve("source");
    target = directory.resolve("target");
    repository =
        BackupRepository.on(store)
            .keys(Repositories.KEYS)
            .processors(4)
            .listener(events::add)
            .create();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void countsNewChangedAndUnmodifiedFilesAndOpensOnlyWhatChanged() throws IOException {
    FileTree.write(source.resolve("stays"), FileTree.random(1, 700_000));
    FileTree.write(source.resolve("directory/stays-small"), "small");
    FileTree.write(source.resolve("changes"), FileTree.random(2, 5000));
    FileTree.write(source.resolve("goes"), "goes");
    FileTree.settle();
    BackupReport first = run(backup -> backup);
    FileTree.write(source.resolve("changes"), FileTree.random(3, 5000));
    FileTree.write(source.resolve("comes"), FileTree.random(4, 600));
    Files.delete(source.resolve("goes"));
    FileTree.settle();

    WatchedSource watched = new WatchedSource(FileSource.of(source));
    BackupReport second = repository.backup(watched).run();

    assertThat(counts(first)).containsExactly(4L, 0L, 0L);
    assertThat(counts(second)).containsExactly(1L, 1L, 2L);
    assertThat(watched.opened()).containsExactlyInAnyOrder("changes", "comes");
    assertThat(second.bytesProcessed().bytes()).isEqualTo(700_000 + 5 + 5000 + 600);
    assertThat(second.bytesNew().bytes()).isEqualTo(5000 + 600);
    assertThat(second.problems()).isEmpty();
    FileTree.assertRestores(repository, second.snapshot(), source, target);
  }

  @Test
  void comparesWithTheSnapshotThatTheStrategySays() throws IOException {
    FileTree.write(source.resolve("a"), "a".repeat(1000));
    FileTree.write(source.resolve("b"), "b".repeat(1000));
    FileTree.settle();
    SnapshotId full = run(backup -> backup.strategy(BackupStrategy.FULL)).snapshot();
    FileTree.write(source.resolve("b"), "c".repeat(1000));
    FileTree.settle();
    SnapshotId incremental = run(backup -> backup).snapshot();

    WatchedSource forIncremental = new WatchedSource(FileSource.of(source));
    BackupReport third = repository.backup(forIncremental).run();
    WatchedSource forDifferential = new WatchedSource(FileSource.of(source));
    BackupReport fourth =
        repository.backup(forDifferential).strategy(BackupStrategy.DIFFERENTIAL).run();
    WatchedSource forFull = new WatchedSource(FileSource.of(source));
    BackupReport fifth = repository.backup(forFull).strategy(BackupStrategy.FULL).run();

    assertThat(third.parent()).contains(incremental);
    assertThat(forIncremental.opened()).isEmpty();
    assertThat(fourth.parent()).contains(full);
    assertThat(forDifferential.opened()).containsExactly("b");
    assertThat(fifth.parent()).isEmpty();
    assertThat(forFull.opened()).containsExactlyInAnyOrder("a", "b");
    assertThat(fifth.bytesNew().bytes()).isZero();
    assertThat(repository.snapshots().list().stream().map(Snapshot::strategy))
        .containsExactly("full", "incremental", "incremental", "differential", "full");
    FileTree.assertRestores(repository, fourth.snapshot(), source, target);
  }

  @Test
  void keepsOriginTagsAndDescription() throws IOException {
    FileTree.write(source.resolve("a"), "a");
    FileSource files = FileSource.of(source);

    BackupReport byDefault = run(backup -> backup);
    BackupReport named =
        run(backup -> backup.origin("shop").tag("nightly").tag("größer").description("by hand"));
    BackupReport again = run(backup -> backup.origin("shop"));

    assertThat(byDefault.origin()).isEqualTo(files.host() + ":" + source);
    assertThat(named.parent()).isEmpty();
    assertThat(again.parent()).contains(named.snapshot());
    Snapshot snapshot = repository.snapshots().tag("größer").list().get(0);
    assertThat(snapshot.id()).isEqualTo(named.snapshot());
    assertThat(snapshot.origin()).isEqualTo("shop");
    assertThat(snapshot.tags()).containsExactly("nightly", "größer");
    assertThat(snapshot.description()).isEqualTo("by hand");
    assertThat(snapshot.paths()).containsExactly(source.toString());
    assertThat(snapshot.files()).isEqualTo(1);
  }

  @Test
  void storesNothingTwice() throws IOException {
    byte[] content = FileTree.random(1, 3 << 20);
    FileTree.write(source.resolve("one"), content);
    FileTree.write(source.resolve("two"), content);
    FileTree.write(source.resolve("directory/three"), content);

    BackupReport first = run(backup -> backup);
    long before = bytesInStore();
    Files.move(source.resolve("one"), source.resolve("renamed"));
    Files.move(source.resolve("directory"), source.resolve("moved"));
    BackupReport second = run(backup -> backup);
    BackupReport elsewhere = run(backup -> backup.origin("elsewhere"));

    assertThat(first.bytesNew().bytes()).isEqualTo(content.length);
    assertThat(second.bytesNew().bytes()).isZero();
    assertThat(elsewhere.bytesNew().bytes()).isZero();
    assertThat(second.bytesStored().bytes()).isLessThan(20_000);
    assertThat(second.bytesStored().bytes() + elsewhere.bytesStored().bytes())
        .isEqualTo(bytesInStore() - before);
    FileTree.assertRestores(repository, second.snapshot(), source, target);
  }

  @ParameterizedTest
  @CsvSource({
    "none, FAST",
    "lz4, FAST",
    "lz4, STANDARD",
    "lz4, MAXIMUM",
    "gzip, STANDARD",
    "zstd, FAST",
    "zstd, STANDARD",
    "zstd, MAXIMUM"
  })
  void restoresWhateverTheCompression(String codec, CompressionLevel level) throws IOException {
    FileTree.plantMixture(source, 1);

    BackupReport report = run(backup -> backup.compression(new Compression(codec, level)));

    long text = Files.size(source.resolve("text"));
    boolean compressed = report.bytesStored().compareTo(report.bytesNew()) < 0;
    assertThat(compressed)
        .as("%s of %s, %d text", report.bytesStored(), report.bytesNew(), text)
        .isEqualTo(!codec.equals(Compression.NO_CODEC));
    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @Test
  void mixesCompressionsInOneRepository() throws IOException {
    FileTree.plantMixture(source, 1);
    for (String codec : List.of("none", "lz4", "gzip", "zstd")) {
      FileTree.write(source.resolve("of-" + codec), (codec + " ").repeat(50_000));
      run(backup -> backup.compression(new Compression(codec, CompressionLevel.STANDARD)));
    }

    SnapshotId last = repository.snapshots().latest().orElseThrow().id();

    FileTree.assertRestores(repository, last, source, target);
    assertThat(Repositories.checkAll(repository).findings()).isEmpty();
  }

  @Test
  void refusesACodecThatIsNotThereBeforeAnythingIsStored() throws IOException {
    FileTree.write(source.resolve("a"), "a".repeat(1000));
    List<BlobKey> before = Repositories.keys(store, "");

    assertThatThrownBy(
            () ->
                run(
                    backup ->
                        backup.compression(new Compression("zip9", CompressionLevel.STANDARD))))
        .hasMessageContaining("zip9");
    assertThat(Repositories.keys(store, "")).isEqualTo(before);
  }

  @Test
  void tellsTheListenerWhatHappened() throws IOException {
    FileTree.write(source.resolve("a"), "a");

    SnapshotId stored = run(backup -> backup).snapshot();
    assertThatThrownBy(() -> repository.backup(FileSource.of(source.resolve("none"))).run())
        .hasMessageContaining("none");

    assertThat(events.stream().map(event -> event.operation() + " " + event.type()))
        .endsWith("backup STARTED", "backup COMPLETED", "backup STARTED", "backup FAILED");
    assertThat(events.get(events.size() - 3).snapshot()).contains(stored);
    assertThat(events.get(events.size() - 1).failure()).isPresent();
  }

  @Test
  void isUsedOnce() throws IOException {
    FileTree.write(source.resolve("a"), "a");
    Backup backup = repository.backup(FileSource.of(source));
    backup.run();

    assertThatThrownBy(backup::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was run before");
    assertThat(repository.snapshots().list()).hasSize(1);
  }

  @Test
  void storesAgainWhatTheIndexHasLost() throws IOException {
    FileTree.plantMixture(source, 1);
    FileTree.settle();
    run(backup -> backup);
    store.delete(Repositories.keys(store, "index/")).orThrow();

    try (BackupRepository reopened = Repositories.open(store.sameBlobs())) {
      BackupReport report = reopened.backup(FileSource.of(source)).run();

      assertThat(report.bytesNew().bytes()).isPositive();
      FileTree.assertRestores(reopened, report.snapshot(), source, target);
    }
  }

  @Test
  void storesDirectoriesAgainThatCanNotBeReadAnyMore() throws IOException {
    FileTree.plantMixture(source, 1);
    run(backup -> backup);
    assertThat(Damage.flipTrees(store)).isPositive();

    BackupReport report = run(backup -> backup);

    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  @Test
  void fillsSeveralPacksSideBySide() throws IOException {
    // Incompressible, with chunks of all sizes: packs that are filled by others are met full.
    for (int i = 0; i < 10; i++) {
      FileTree.write(source.resolve("large" + i), FileTree.random(i, 24 << 20));
    }

    BackupReport report = run(backup -> backup);

    FileTree.assertRestores(repository, report.snapshot(), source, target);
  }

  private BackupReport run(UnaryOperator<Backup> setUp) {
    return setUp.apply(repository.backup(FileSource.of(source))).run();
  }

  private static List<Long> counts(BackupReport report) {
    return List.of(report.filesNew(), report.filesChanged(), report.filesUnmodified());
  }

  private long bytesInStore() {
    return Repositories.keys(store, "").stream()
        .mapToLong(key -> store.stat(key).orElseThrow().length())
        .sum();
  }
}
