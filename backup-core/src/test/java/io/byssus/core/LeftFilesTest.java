package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.EntryNotFoundException;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.FileTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a restore that failed, or was killed, leaves behind. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftFilesTest {
  private static final String RANDOM = "-0123456789abcdef-1.tmp";

  private Path source;
  private Path store;
  private Path target;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.toRealPath().resolve("source");
    FileTree.write(source.resolve("below/f"), FileTree.random(1, 3 << 20));
    store = directory.resolve("store");
    target = directory.resolve("made/target");
    try (BackupRepository repository = Repositories.create(store)) {
      repository.backup(FileSource.of(source)).run();
    }
  }

  private interface Asking {
    Restore of(Restore restore);
  }

  private RestoreReport restore(Asking asking) {
    try (BackupRepository repository = Repositories.open(store)) {
      return asking
          .of(
              repository
                  .restore(repository.snapshots().latest().orElseThrow().id())
                  .from(source.toString())
                  .to(target))
          .run();
    }
  }

  private List<String> in(String directory) throws IOException {
    try (var files = Files.list(target.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theNextRestoreRemovesWhatAKilledOneWasWriting() throws Exception {
    Process child =
        ChildJvm.start(
            ChildJvm.running(),
            List.of("-Xshare:auto"),
            CutOffRestore.class,
            store.toString(),
            target.toString(),
            "1000000",
            source.toString());
    try (var said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("stopped");
      restore(restore -> restore);
      assertThat(in("below")).as("the other restore still runs").hasSize(2).contains("f");
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    assertThat(in("below")).hasSize(2).anyMatch(name -> name.endsWith(".tmp"));

    restore(restore -> restore);

    assertThat(in("below")).containsExactly("f");
  }

  @Test
  void whatIsLeftInTheTopOfAWholeSnapshotIsRemovedToo() throws IOException {
    Files.createDirectories(target);
    Path left = target.resolve(".byssus-999999999999" + RANDOM);
    Files.createSymbolicLink(left, Path.of("nowhere"));
    Path mine = Files.createDirectory(target.resolve(".byssus-999999999998" + RANDOM));
    Path own =
        Files.createFile(target.resolve(".byssus-" + ProcessHandle.current().pid() + RANDOM));

    try (BackupRepository repository = Repositories.open(store)) {
      repository
          .restore(repository.snapshots().latest().orElseThrow().id())
          .to(FileTarget.at(target))
          .run();
    }

    assertThat(Files.isSymbolicLink(left)).isFalse();
    assertThat(mine).as("no restore makes a directory").isDirectory();
    assertThat(own).as("another restore of this process may write it").exists();
  }

  @Test
  void whatIsOfASnapshotIsNotTakenForLeft() throws IOException {
    String name = ".byssus-999999999999" + RANDOM;
    FileTree.write(source.resolve(name), "an entry");
    try (BackupRepository repository = Repositories.open(store)) {
      repository.backup(FileSource.of(source)).run();
    }
    restore(restore -> restore);
    restore(restore -> restore);

    assertThat(target.resolve(name)).hasContent("an entry");
  }

  @Test
  void aRestoreOfNothingMakesNoDirectory() {
    assertThatThrownBy(() -> restore(restore -> restore.include("nope")))
        .isInstanceOf(EntryNotFoundException.class);

    assertThat(target.getParent()).doesNotExist();
  }

  @Test
  void aRestoreOfNothingLeavesADirectoryThatWasThere() throws IOException {
    Files.createDirectories(target);

    assertThatThrownBy(() -> restore(restore -> restore.include("nope")))
        .isInstanceOf(EntryNotFoundException.class);

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aRestoreThatWasTakenBackSaysNothingElse() throws IOException {
    Files.createDirectories(target.resolve("below/f"));

    assertThatThrownBy(() -> restore(Restore::rollbackOnFailure))
        .isInstanceOfSatisfying(
            IncompleteRestoreException.class,
            e -> {
              assertThat(e).hasMessageContaining("all that was restored was taken back");
              assertThat(e.advice()).startsWith("The target is as it was before.");
            });
  }
}
