package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.core.source.FileSource;
import io.byssus.core.statistics.SnapshotGrowth;
import io.byssus.core.statistics.StatisticsReport;
import io.byssus.core.statistics.Usage;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
  private static final long MEBIBYTE = 1 << 20;

  /** What trees of a few entries and the seals of records take, generously. */
  private static final long OVERHEAD = 64 << 10;

  private final Path directory;
  private final InMemoryStore store = InMemoryStore.create();
  private final BackupRepository repository = Repositories.create(store.sameBlobs());

  StatisticsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void aRepositoryWithoutSnapshotsHoldsNothing() {
    StatisticsReport report = repository.statistics().run();

    assertThat(report.total().snapshots()).isZero();
    assertThat(report.total().logical()).isEqualTo(DataSize.ZERO);
    assertThat(report.total().deduplicationRatio()).isEqualTo(1);
    assertThat(report.total().compressionRatio()).isEqualTo(1);
    assertThat(report.origins()).isEmpty();
    assertThat(report.growth()).isEmpty();
  }

  @Test
  void countsWhatSnapshotsShareOnce() throws IOException {
    FileTree.write(directory.resolve("a/random"), FileTree.random(1, (int) (4 * MEBIBYTE)));
    FileTree.write(directory.resolve("a/zeros"), new byte[(int) (4 * MEBIBYTE)]);
    backUp("a", "nightly");
    backUp("a", "weekly");

    Usage total = repository.statistics().run().total();

    assertThat(total.snapshots()).isEqualTo(2);
    assertThat(total.files()).isEqualTo(4);
    assertThat(total.logical().bytes()).isEqualTo(16 * MEBIBYTE);
    assertThat(total.unique().bytes()).isBetween(5 * MEBIBYTE, 8 * MEBIBYTE + OVERHEAD);
    assertThat(total.stored().bytes()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + OVERHEAD);
    assertThat(total.deduplicationRatio()).isGreaterThan(1.9);
    assertThat(total.compressionRatio()).isGreaterThan(1.2);
  }

  @Test
  void countsByOriginByTagAndInTheOrderOfTime() throws IOException {
    FileTree.write(directory.resolve("a/random"), FileTree.random(1, (int) (2 * MEBIBYTE)));
    FileTree.write(directory.resolve("b/same"), FileTree.random(1, (int) (2 * MEBIBYTE)));
    FileTree.write(directory.resolve("b/other"), FileTree.random(2, (int) MEBIBYTE));
    backUp("a", "nightly");
    backUp("b", "nightly");
    backUp("b", "weekly");

    StatisticsReport report = repository.statistics().run();

    assertThat(report.origins()).containsOnlyKeys("a", "b");
    assertThat(near(2 * MEBIBYTE, usage(report.origins(), "a").unique())).isTrue();
    assertThat(near(3 * MEBIBYTE, usage(report.origins(), "b").unique())).isTrue();
    assertThat(near(3 * MEBIBYTE, report.total().unique())).isTrue();
    assertThat(report.tags()).containsOnlyKeys("nightly", "weekly");
    assertThat(usage(report.tags(), "nightly").snapshots()).isEqualTo(2);
    assertThat(report.growth()).hasSize(3);
    assertThat(near(2 * MEBIBYTE, report.growth().get(0).unique())).isTrue();
    assertThat(near(MEBIBYTE, report.growth().get(1).unique())).isTrue();
    assertThat(near(0, report.growth().get(2).unique())).isTrue();
    assertThat(
            report.growth().stream().map(SnapshotGrowth::unique).mapToLong(DataSize::bytes).sum())
        .isEqualTo(report.total().unique().bytes());
    assertThat(repository.statistics().of(repository.snapshots().origin("a")).run().total().files())
        .isEqualTo(1);
  }

  @Test
  void whatIsStoredIsNearlyAllOfThePacks() throws IOException {
    FileTree.plantMixture(directory.resolve("a"), 3);
    backUp("a", "nightly");

    StatisticsReport report = repository.statistics().run();

    long inStore =
        Repositories.keys(store, "packs/").stream()
            .mapToLong(key -> store.stat(key).orElseThrow().length())
            .sum();
    assertThat(report.packBytes().bytes()).isEqualTo(inStore);
    assertThat(report.packs()).isEqualTo(Repositories.keys(store, "packs/").size());
    assertThat(report.total().stored().bytes()).isBetween(inStore * 9 / 10, inStore);
  }

  @Test
  void failsWhereWhatItCountsIsNotInTheIndex() throws IOException {
    FileTree.plantMixture(directory.resolve("a"), 3);
    backUp("a", "nightly");
    repository.close();
    Repositories.keys(store, "index/").forEach(key -> Damage.flip(store, key));

    try (BackupRepository damaged = Repositories.open(store.sameBlobs())) {
      assertThatThrownBy(() -> damaged.statistics().run())
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("no index lists it");
    }
  }

  private static Usage usage(Map<String, Usage> usages, String name) {
    return Objects.requireNonNull(usages.get(name));
  }

  private static boolean near(long expected, DataSize actual) {
    return Math.abs(actual.bytes() - expected) <= OVERHEAD;
  }

  private void backUp(String name, String tag) {
    repository.backup(FileSource.of(directory.resolve(name))).origin(name).tag(tag).run();
  }
}
