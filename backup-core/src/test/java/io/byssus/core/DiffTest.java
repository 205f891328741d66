package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DataSize;
import io.byssus.api.EntryNotFoundException;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.DiffTotals;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.diff.Difference.Change;
import io.byssus.core.diff.SnapshotDiff;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
  private final Path directory;
  private final BackupRepository repository = Repositories.create(InMemoryStore.create());

  DiffTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void tellsWhatWasAddedRemovedAndModified() throws IOException {
    FileTree.write(directory.resolve("changed"), "old content");
    FileTree.write(directory.resolve("mode"), "same");
    FileTree.write(directory.resolve("gone/file"), "12345");
    FileTree.write(directory.resolve("kind"), "a file");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("changed"));
    Snapshot older = backUp();
    FileTree.write(directory.resolve("changed"), "new content, longer");
    Files.setPosixFilePermissions(
        directory.resolve("mode"), PosixFilePermissions.fromString("rwx------"));
    Files.delete(directory.resolve("gone/file"));
    Files.delete(directory.resolve("gone"));
    Files.delete(directory.resolve("kind"));
    FileTree.write(directory.resolve("kind/below"), "123");
    Files.delete(directory.resolve("link"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("mode"));
    Snapshot newer = backUp();

    SnapshotDiff diff = repository.diff(older, newer);

    assertThat(diff.older()).isEqualTo(older);
    assertThat(diff.newer()).isEqualTo(newer);
    List<Difference> found = new ArrayList<>();
    DiffTotals totals = diff.onDifference(found::add).run();
    assertThat(changes(found, Aspect.CONTENT)).containsExactly("/changed", "/link");
    assertThat(changes(found, Aspect.KIND)).containsExactly("/kind");
    assertThat(changes(found, Aspect.METADATA)).contains("/mode", "");
    assertThat(changes(found, Change.ADDED)).containsExactly("/kind/below");
    assertThat(changes(found, Change.REMOVED)).containsExactly("/gone", "/gone/file");
    assertThat(totals.added()).isEqualTo(new DiffTotals.Tally(1, 0, 0, DataSize.ofBytes(3)));
    assertThat(totals.removed()).isEqualTo(new DiffTotals.Tally(1, 1, 0, DataSize.ofBytes(5)));
    assertThat(totals.modified()).isEqualTo(new DiffTotals.Tally(1, 1, 1, DataSize.ofBytes(19)));
    assertThat(totals.metadata().files()).isEqualTo(1);
    assertThat(totals.none()).isFalse();
  }

  @Test
  void tellsBothVersionsOfWhatWasModified() throws IOException {
    Path file = FileTree.write(directory.resolve("file"), "old");
    Snapshot older = backUp();
    FileTree.write(file, "newer");
    Snapshot newer = backUp();

    Difference difference =
        repository.diff(older, newer).below(EntryPath.parse(file.toString())).list().get(0);

    assertThat(difference.before().orElseThrow().metadata().size()).isEqualTo(3);
    assertThat(difference.after().orElseThrow().metadata().size()).isEqualTo(5);
    assertThat(difference.aspects()).contains(Aspect.CONTENT);
  }

  @Test
  void nothingDiffersWhenNothingChangedOrOnlyWhatARestoreDoesNotBringBack() throws IOException {
    FileTree.plantMixture(directory, 7);
    Snapshot older = backUp();
    Snapshot newer = backUp();
    assertThat(repository.diff(older, newer).below(top()).run().none()).isTrue();

    // a second link changes the change time and nothing that is restored
    Path link = directory.resolveSibling("second link of " + directory.getFileName());
    FileTree.settle();
    Files.createLink(link, directory.resolve("large"));
    Files.delete(link);

    assertThat(repository.diff(older, backUp()).below(top()).list()).isEmpty();
  }

  @Test
  void comparesBelowAPathOnly() throws IOException {
    FileTree.write(directory.resolve("a/file"), "1");
    FileTree.write(directory.resolve("b/file"), "1");
    Snapshot older = backUp();
    FileTree.write(directory.resolve("a/file"), "22");
    FileTree.write(directory.resolve("b/file"), "22");
    FileTree.write(directory.resolve("c/file"), "3");
    Snapshot newer = backUp();

    assertThat(paths(repository.diff(older, newer).below(path("a")).list()))
        .containsExactly("/a/file");
    assertThat(paths(repository.diff(older, newer).below(path("c")).list()))
        .containsExactly("/c", "/c/file");
    SnapshotDiff nowhere = repository.diff(older, newer).below(path("nowhere"));
    assertThatThrownBy(nowhere::list)
        .isInstanceOf(EntryNotFoundException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void refusesASnapshotThatIsNotThere() throws IOException {
    FileTree.write(directory.resolve("file"), "1");
    Snapshot there = backUp();
    var missing = io.byssus.api.SnapshotId.of(new byte[32]);

    assertThatThrownBy(() -> repository.diff(there.id(), missing))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining(missing.hex());
  }

  private EntryPath top() {
    return EntryPath.parse(directory.toString());
  }

  private EntryPath path(String below) {
    return EntryPath.parse(directory + "/" + below);
  }

  private Snapshot backUp() {
    var report = repository.backup(FileSource.of(directory)).origin("shop").run();
    return repository.snapshots().pick(report.snapshot());
  }

  private List<String> changes(List<Difference> found, Change change) {
    return paths(found.stream().filter(d -> d.change() == change).toList());
  }

  private List<String> changes(List<Difference> found, Aspect aspect) {
    return paths(found.stream().filter(d -> d.aspects().contains(aspect)).toList());
  }

  private List<String> paths(List<Difference> differences) {
    return differences.stream()
        .map(difference -> difference.path().toString())
        .filter(path -> path.startsWith(directory.toString()))
        .map(path -> path.substring(directory.toString().length()))
        .toList();
  }
}
