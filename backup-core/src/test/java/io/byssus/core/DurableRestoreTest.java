package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.InjectedDisk;
import io.byssus.core.target.RestoreStrategy;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore forces to the disk. */
class DurableRestoreTest {
  private final Path source;
  private final Path target;

  DurableRestoreTest(@TempDir Path directory) {
    this.source = directory.resolve("source");
    this.target = directory.resolve("target");
  }

  private List<String> restore(RestoreStrategy strategy) throws IOException {
    for (String file : List.of("a", "b/c", "b/d/e")) {
      FileTree.write(source.resolve(file), FileTree.random(file.hashCode(), 200_000));
    }
    try (BackupRepository repository = Repositories.create(InMemoryStore.create())) {
      SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
      InjectedDisk.Noted noted = InjectedDisk.notingForces(target, strategy);
      repository.restore(snapshot).to(noted.target()).run();
      return List.copyOf(noted.calls());
    }
  }

  @Test
  void theMostReliableForcesEveryFileBeforeItHasItsNameAndEveryDirectoryAfterwards()
      throws IOException {
    List<String> calls = restore(RestoreStrategy.MOST_RELIABLE);

    assertThat(calls.stream().filter("force"::equals)).hasSize(3);
    for (int i = 0, forced = 0; i < calls.size(); i++) {
      forced += calls.get(i).equals("force") ? 1 : 0;
      long placed =
          calls.subList(0, i + 1).stream().filter(call -> call.startsWith("place")).count();
      assertThat(placed).as("of %s", calls.subList(0, i + 1)).isLessThanOrEqualTo(forced);
    }
    Path top = FileTree.restored(target, source);
    for (Path directory : List.of(top, top.resolve("b"), top.resolve("b/d"), target)) {
      assertThat(calls).contains("force " + directory);
      int last = calls.lastIndexOf("force " + directory);
      assertThat(last).isGreaterThan(lastPlacedIn(calls, directory));
    }
  }

  private static int lastPlacedIn(List<String> calls, Path directory) {
    String[] files = directory.toFile().list();
    int last = -1;
    for (String file : files == null ? new String[0] : files) {
      last = Math.max(last, calls.lastIndexOf("place " + file));
    }
    return last;
  }

  @Test
  void theFastestForcesNothing() throws IOException {
    assertThat(restore(RestoreStrategy.FASTEST)).noneMatch(call -> call.startsWith("force"));
  }
}
