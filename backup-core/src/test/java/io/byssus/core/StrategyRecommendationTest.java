package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.DataSize;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.StrategyRecommendation;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which strategy is recommended, by what the snapshots say. */
class StrategyRecommendationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LARGE = 1 << 20;

  private final InMemoryStore store = InMemoryStore.create();
  private Instant now = START;
  private BackupRepository repository;
  private Path source;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    source = directory;
    InstantSource clock = () -> now;
    repository =
        BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).clock(clock).create();
    FileTree.write(source.resolve("large"), FileTree.random(1, LARGE));
    FileTree.write(source.resolve("small"), "small");
    FileTree.settle();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void recommendsAFullBackupWhereThereIsNone() {
    assertThat(advice().strategy()).isEqualTo(BackupStrategy.FULL);
    assertThat(advice().lastFull()).isEmpty();
    assertThat(repository.recommendStrategy(FileSource.of(source)).snapshots()).isZero();
  }

  @Test
  void recommendsAnIncrementalBackupAfterAFullOne() throws IOException {
    backup();
    FileTree.write(source.resolve("small"), "changed");
    FileTree.settle();
    backup();

    StrategyRecommendation advice = advice();

    assertThat(advice.strategy()).isEqualTo(BackupStrategy.INCREMENTAL);
    assertThat(advice.snapshots()).isEqualTo(2);
    assertThat(advice.snapshotsSinceFull()).isEqualTo(1);
    assertThat(advice.lastFull()).contains(START);
    assertThat(advice.size()).isEqualTo(DataSize.ofBytes(LARGE + 7));
    assertThat(advice.changedSinceLast()).isEqualTo(DataSize.ofBytes(7));
    assertThat(advice.changedSinceFull()).isEqualTo(DataSize.ofBytes(7));
    assertThat(advice.damages()).isZero();
    assertThat(advice.toString()).contains("INCREMENTAL").contains("2 snapshots, 1 since");
  }

  @Test
  void recommendsAFullBackupWhenTheLastIsAMonthAgo() {
    backup();
    now = START.plus(Duration.ofDays(30));
    backup();
    assertThat(advice().strategy()).isEqualTo(BackupStrategy.INCREMENTAL);

    now = now.plusSeconds(1);

    assertThat(advice().strategy()).isEqualTo(BackupStrategy.FULL);
    assertThat(advice().reason()).contains("30 days");
  }

  @Test
  void recommendsAFullBackupWhereMostChanges() throws IOException {
    backup();
    FileTree.write(source.resolve("large"), FileTree.random(2, LARGE));
    FileTree.settle();
    backup();

    assertThat(advice().strategy()).isEqualTo(BackupStrategy.FULL);
    assertThat(advice().reason()).contains("most of the data changes");
  }

  @Test
  void recommendsADifferentialBackupAfterManyThatChangedLittle() {
    for (int i = 0; i <= 7; i++) {
      assertThat(advice().strategy()).isNotEqualTo(BackupStrategy.DIFFERENTIAL);
      backup();
    }

    assertThat(advice().strategy()).isEqualTo(BackupStrategy.DIFFERENTIAL);
    assertThat(advice().snapshotsSinceFull()).isEqualTo(7);
  }

  @Test
  void recommendsAFullBackupWhenPacksAreMissing() {
    backup();
    store.delete(List.of(Repositories.keys(store, "packs/").get(0)));

    assertThat(advice().strategy()).isEqualTo(BackupStrategy.FULL);
    assertThat(advice().damages()).isEqualTo(1);
  }

  private void backup() {
    repository.backup(FileSource.of(source)).origin("shop").run();
  }

  private StrategyRecommendation advice() {
    return repository.recommendStrategy("shop");
  }
}
