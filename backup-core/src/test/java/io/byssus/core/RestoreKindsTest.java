package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.Omission;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.RestoreStrategy;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of entry comes back as it was. */
@EnabledOnOs(OS.LINUX)
class RestoreKindsTest {
  private Path temporary;
  private BackupRepository repository;

  @BeforeEach
  void open(@TempDir Path directory) {
    temporary = directory;
    repository = Repositories.create(InMemoryStore.create());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @ParameterizedTest
  @EnumSource(RestoreStrategy.class)
  void restoresATreeOfEveryKindWithNoDifference(RestoreStrategy strategy) throws IOException {
    EveryKindTree tree = EveryKindTree.plant(temporary.resolve("tree"));
    Map<String, String> planted = TreeFacts.of(tree.top());
    tree.assertPresent(planted);
    BackupReport backup = repository.backup(FileSource.of(tree.top())).allowIncomplete().run();
    Map<String, String> restorable = restorable(planted, tree, backup);
    Path target = temporary.resolve("target");

    RestoreReport report = restore(backup.snapshot(), tree, target).strategy(strategy).run();

    assertThat(TreeFacts.of(target)).isEqualTo(restorable);
    assertThat(report.notKept()).extracting(Omission::what).containsExactly("socket");

    RestoreReport again = restore(backup.snapshot(), tree, target).run();
    assertThat(TreeFacts.of(target)).isEqualTo(restorable);
    assertThat(again.bytesWritten().bytes()).isZero();
  }

  private Restore restore(SnapshotId snapshot, EveryKindTree tree, Path target) {
    return repository.restore(snapshot).from(tree.top().toString()).to(target);
  }

  /** Leaves out the socket, and what a plain user may plant and not read. */
  static Map<String, String> restorable(
      Map<String, String> planted, EveryKindTree tree, BackupReport backup) {
    Map<String, String> facts = new TreeMap<>(planted);
    assertThat(facts.remove("nodes/socket")).isNotNull();
    for (BackupProblem problem : backup.problems()) {
      assertThat(tree.plantedByRoot()).as(problem.toString()).isFalse();
      assertThat(
              facts.remove(problem.path().toString().substring(tree.top().toString().length() + 1)))
          .as(problem.toString())
          .contains(" 0000 ");
    }
    return facts;
  }

  @Test
  void linksTheNamesOfAFileThatAreRestoredAndNoOthers() throws IOException {
    Path source = temporary.resolve("source");
    Path first = FileTree.write(source.resolve("a/first"), FileTree.random(1, 300_000));
    Files.createDirectories(source.resolve("b"));
    Files.createLink(source.resolve("b/second"), first);
    Files.createLink(source.resolve("b/third"), first);
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    Path target = temporary.resolve("target");
    FileTree.write(target.resolve("b/third"), "something else");

    repository.restore(snapshot).from(source.toString()).include("b").to(target).run();

    assertThat(inode(target.resolve("b/third"))).isEqualTo(inode(target.resolve("b/second")));
    assertThat(target.resolve("b/third")).hasSameBinaryContentAs(first);
    assertThat(Files.getAttribute(target.resolve("b/third"), "unix:nlink")).isEqualTo(2);

    RestoreReport all = repository.restore(snapshot).from(source.toString()).to(target).run();
    assertThat(Files.getAttribute(target.resolve("a/first"), "unix:nlink")).isEqualTo(3);
    assertThat(inode(target.resolve("a/first"))).isEqualTo(inode(target.resolve("b/second")));
    assertThat(all.files()).isEqualTo(3);
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void makesHolesAgainWhereThereIsDataNow() throws IOException {
    Path source = temporary.resolve("source");
    Path sparse = FileTree.write(source.resolve("sparse"), FileTree.random(1, 4096));
    try (var file = new java.io.RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    Path target = temporary.resolve("target");
    byte[] full = new byte[64 << 20];
    full[30 << 20] = 1;
    FileTree.write(target.resolve("sparse"), full);

    repository.restore(snapshot).from(source.toString()).to(target).run();

    assertThat(TreeFacts.of(target).get("sparse")).isEqualTo(TreeFacts.of(source).get("sparse"));
  }

  @Test
  void isIncompleteWithoutAllMetadataOnlyIfAskedTo() throws IOException {
    EveryKindTree tree = EveryKindTree.plant(temporary.resolve("tree"));
    SnapshotId snapshot =
        repository.backup(FileSource.of(tree.top())).allowIncomplete().run().snapshot();

    assertThatThrownBy(
            () ->
                restore(snapshot, tree, temporary.resolve("strict"))
                    .include("socket")
                    .requireMetadata()
                    .run())
        .isInstanceOf(IncompleteRestoreException.class)
        .hasMessageContaining("socket");
    assertThat(
            restore(snapshot, tree, temporary.resolve("lenient"))
                .include("socket")
                .run()
                .complete())
        .isTrue();
  }

  @Test
  void namesWhatAPlainUserMayNotKeep() throws IOException {
    EveryKindTree tree = EveryKindTree.plant(temporary.resolve("tree"));
    assumeFalse(tree.plantedByRoot(), "root may give files away");
    SnapshotId snapshot =
        repository.backup(FileSource.of(tree.top())).allowIncomplete().run().snapshot();

    RestoreReport report =
        repository.restore(snapshot).include("socket").to(temporary.resolve("target")).run();

    assertThat(report.complete()).isTrue();
    assertThat(report.notKept()).extracting(Omission::what).containsExactly("owner", "socket");
  }
}
