package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.backup.Backup;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup says before it runs. */
class BackupPlanTest {
  private final InMemoryStore store = InMemoryStore.create();
  private final BackupRepository repository = Repositories.create(store.sameBlobs());
  private Path source;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    source = directory.toRealPath();
    FileTree.write(source.resolve("stays"), FileTree.random(1, 700_000));
    FileTree.write(source.resolve("changes"), FileTree.random(2, 5000));
    FileTree.write(source.resolve("scrap.tmp"), "scrap");
    FileTree.settle();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void saysWhatTheBackupThenDoes() throws IOException {
    FileSource files = FileSource.of(source).exclude("*.tmp");
    BackupReport first = repository.backup(files).run();
    FileTree.write(source.resolve("changes"), FileTree.random(3, 6000));
    FileTree.write(source.resolve("comes"), FileTree.random(4, 600));
    FileTree.settle();
    Backup backup = repository.backup(files);

    BackupPlan plan = backup.plan();
    BackupReport report = backup.run();

    assertThat(plan.parent()).contains(first.snapshot());
    assertThat(List.of(plan.filesNew(), plan.filesChanged(), plan.filesUnmodified()))
        .isEqualTo(List.of(1L, 1L, 1L))
        .isEqualTo(List.of(report.filesNew(), report.filesChanged(), report.filesUnmodified()));
    assertThat(plan.directories()).isEqualTo(report.directories());
    assertThat(plan.excluded()).isEqualTo(1).isEqualTo(report.excluded());
    assertThat(plan.bytesTotal()).isEqualTo(report.bytesProcessed());
    assertThat(plan.bytesToRead().bytes()).isEqualTo(6600);
    assertThat(plan.toString().lines())
        .containsExactly(
            "changed   " + source + "/changes (5.86 KiB)",
            "new       " + source + "/comes (600 B)",
            plan.summary());
  }

  @Test
  void opensNoFileAndStoresNothing() {
    WatchedSource watched = new WatchedSource(FileSource.of(source));
    List<?> before = Repositories.keys(store, "");

    BackupPlan plan = repository.backup(watched).plan();

    assertThat(plan.filesNew()).isEqualTo(3);
    assertThat(watched.opened()).isEmpty();
    assertThat(Repositories.keys(store, "")).isEqualTo(before);
  }

  @Test
  void readsEverythingWhenItIsFull() {
    repository.backup(FileSource.of(source)).run();

    BackupPlan plan = repository.backup(FileSource.of(source)).strategy(BackupStrategy.FULL).plan();

    assertThat(plan.parent()).isEmpty();
    assertThat(plan.filesNew()).isEqualTo(3);
    assertThat(plan.bytesToRead()).isEqualTo(plan.bytesTotal());
  }
}
