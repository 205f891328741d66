package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.FileTarget;
import io.byssus.core.target.InjectedDisk;
import io.byssus.core.target.RestoreStrategy;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that fails leaves the target as it was, whatever failed and wherever. */
@EnabledOnOs(OS.LINUX)
class RollbackTest {
  private static final long NEVER = Long.MAX_VALUE;

  /** Holes are made again in whole blocks of this size. */
  private static final int BEFORE_HOLE = 64 << 10;

  private static final int HOLE = 128 << 10;

  /** The number of daemon, who has a name on most machines, and one that is nobody's. */
  private static final int[] OWNERS = {1, 54_321};

  private final Posix posix = Posix.find().orElseThrow();

  private Path temporary;
  private Path source;
  private BackupRepository repository;
  private SnapshotId snapshot;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    temporary = directory;
    source = directory.resolve("source");
    repository = Repositories.create(InMemoryStore.create());
    plantSource();
    snapshot = repository.backup(FileSource.of(source)).run().snapshot();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private void plantSource() throws IOException {
    FileTree.write(source.resolve("same"), "the same content in both");
    FileTree.write(source.resolve("changed"), FileTree.random(1, 20_000));
    FileTree.write(source.resolve("large"), FileTree.random(2, 3_000_000));
    FileTree.write(source.resolve("new/deep/file"), "new");
    FileTree.write(source.resolve("was directory"), "now a file");
    FileTree.write(source.resolve("was file/inside"), "now a directory");
    FileTree.write(source.resolve("closed/file"), "behind closed doors");
    Files.createSymbolicLink(source.resolve("link"), Path.of("same"));
    Files.createLink(source.resolve("second name"), source.resolve("changed"));
    Files.setAttribute(source.resolve("closed"), "unix:mode", 0555);
    FileTree.age(source.resolve("same"));
    for (String name : List.of("fifo", "shared fifo", "new fifo")) {
      plantFifo(source.resolve(name), 0640, "2024-02-29T12:34:56.987654321Z");
    }
    Path sparse = FileTree.write(source.resolve("sparse"), FileTree.random(3, BEFORE_HOLE));
    try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(BEFORE_HOLE + HOLE);
    }
    for (int owner : OWNERS) {
      Path owned = FileTree.write(source.resolve("owner " + owner), "the same content in both");
      if (posix.effectiveUser() == 0) {
        posix.setOwner(PathBytes.of(owned), owner, owner);
      }
    }
  }

  private void plantFifo(Path fifo, int mode, String time) throws IOException {
    posix.makeNode(PathBytes.of(fifo), Posix.FIFO, 0600, 0, 0);
    posix.setPermissions(PathBytes.of(fifo), mode);
    posix.setModified(PathBytes.of(fifo), Instant.parse(time));
  }

  /** Plants what was there before, which differs in every way. */
  private Path plantTarget(String name) throws IOException {
    Path top = temporary.resolve(name);
    FileTree.write(top.resolve("same"), "the same content in both");
    Files.setAttribute(top.resolve("same"), "unix:mode", 0600);
    FileTree.write(top.resolve("changed"), "what it was before");
    byte[] large = FileTree.random(2, 3_000_000);
    large[2_900_000]++;
    FileTree.write(top.resolve("large"), large);
    FileTree.write(top.resolve("was directory/with/things"), "would be lost");
    FileTree.write(top.resolve("was file"), "file");
    FileTree.write(top.resolve("closed/extra"), "extra");
    Files.setAttribute(top.resolve("closed"), "unix:mode", 0500);
    Files.createSymbolicLink(top.resolve("link"), Path.of("elsewhere"));
    FileTree.write(top.resolve("extra/deep/file"), "extra");
    Files.createLink(top.resolve("extra/second"), top.resolve("changed"));
    posix.setAttribute(
        PathBytes.of(top.resolve("changed")),
        "user.before".getBytes(StandardCharsets.UTF_8),
        new byte[] {1});
    byte[] dense = Arrays.copyOf(FileTree.random(3, BEFORE_HOLE), BEFORE_HOLE + HOLE);
    FileTree.write(top.resolve("sparse"), dense);
    for (int owner : OWNERS) {
      FileTree.write(top.resolve("owner " + owner), "the same content in both");
    }
    for (String fifo : List.of("fifo", "shared fifo")) {
      plantFifo(top.resolve(fifo), 0600, "2001-02-03T04:05:06.000000007Z");
    }
    Files.createLink(top.resolve("extra/fifo"), top.resolve("shared fifo"));
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.filter(RollbackTest::isFileOrDirectory).toList()) {
        FileTree.age(path);
      }
    }
    return top;
  }

  private static boolean isFileOrDirectory(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void aRestoreThatChangesNothingKeepsTheTimeOfItsDirectory() throws IOException {
    Path top = temporary.resolve("fresh");
    restore(FileTarget.at(top)).run();
    Files.setLastModifiedTime(top, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    restore(FileTarget.at(top)).run();

    assertThat(Files.getLastModifiedTime(top)).hasToString("2001-02-03T04:05:06Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "tmpfs"})
  void aDirectoryInWhichSomethingIsMountedIsNeitherMovedNorRemoved(String kind) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount");
    Path top = plantTarget("mounted").toRealPath();
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path precious = FileTree.write(elsewhere.resolve("precious"), "precious");
    Path mount = Files.createDirectory(top.resolve("extra/deep/a mount"));
    String[] command =
        kind.equals("bind")
            ? new String[] {"mount", "--bind", elsewhere.toString(), mount.toString()}
            : new String[] {"mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()};
    assumeTrue(run(command) == 0, "this machine does not let root mount");
    try {
      Files.writeString(mount.resolve("kept"), "kept");
      Map<String, String> before = facts(top);

      assertThatThrownBy(() -> restore(FileTarget.at(top)).run())
          .isInstanceOfSatisfying(
              IncompleteRestoreException.class,
              e -> {
                assertThat(e.report().outcome()).isEqualTo(RestoreReport.Outcome.ROLLED_BACK);
                assertThat(e.report().problems())
                    .singleElement()
                    .satisfies(
                        problem ->
                            assertThat(problem.toString())
                                .contains("/extra", "mounted at '" + mount + "'"));
              });
      assertThat(facts(top)).isEqualTo(before);

      RestoreReport kept =
          repository
              .restore(snapshot)
              .from(source.toString())
              .to(top)
              .deleteExtras()
              .allowIncomplete()
              .run();
      assertThat(kept.problems()).hasSize(1);
      assertThat(mount.resolve("kept")).hasContent("kept");
      assertThat(precious).hasContent("precious");
    } finally {
      assertThat(run("umount", mount.toString())).isZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private Restore restore(FileTarget target) {
    return repository
        .restore(snapshot)
        .from(source.toString())
        .to(target)
        .deleteExtras()
        .rollbackOnFailure();
  }

  @ParameterizedTest
  @EnumSource(RestoreStrategy.class)
  void leavesTheTargetAsItWasWhicheverCallFails(RestoreStrategy strategy) throws IOException {
    Path all = plantTarget("all " + strategy);
    InjectedDisk.Injection counted = InjectedDisk.failingAt(all, NEVER);
    restore(counted.target()).strategy(strategy).run();
    Map<String, String> restored = facts(all);
    assertThat(content(restored)).isEqualTo(content(facts(source)));
    assertThat(counted.disk().calls()).isGreaterThan(50);
    assertThat(counted.disk().names()).contains("node", "modeUnopened", "modifiedUnopened");
    if (posix.effectiveUser() == 0) {
      assertThat(counted.disk().names()).contains("owner", "group");
    }
    if (strategy == RestoreStrategy.FASTEST) {
      assertThat(counted.disk().names()).contains("punchHole"); // else files are made anew
    }

    int rolledBack = 0;
    for (long call = 1; call <= counted.disk().calls(); call += Points.STEP) {
      Path top = plantTarget(strategy + " " + call);
      Map<String, String> before = facts(top);
      InjectedDisk.Injection injection = InjectedDisk.failingAt(top, call);
      try {
        RestoreReport report = restore(injection.target()).strategy(strategy).run();
        assertThat(report.complete()).isTrue();
        assertThat(content(facts(top))).as("call %d", call).isEqualTo(content(restored));
      } catch (IncompleteRestoreException e) {
        assertThat(e.report().outcome()).isEqualTo(RestoreReport.Outcome.ROLLED_BACK);
        assertThat(facts(top)).as("call %d: %s", call, e.getMessage()).isEqualTo(before);
        rolledBack++;
      } catch (ByssusException e) {
        assertThat(facts(top)).as("call %d: %s", call, e.getMessage()).isEqualTo(before);
        rolledBack++;
      }
    }
    assertThat(Points.all(rolledBack)).isGreaterThan(50);
  }

  /** From some call on nothing can be done any more, as for a process that was killed. */
  @Test
  void isTakenBackByTheNextRestoreWhenItsProcessIsKilled() throws IOException {
    Path all = plantTarget("all");
    InjectedDisk.Injection counted = InjectedDisk.failingAt(all, NEVER);
    restore(counted.target()).run();

    for (long call = 1; call <= counted.disk().calls(); call += Points.STEP) {
      Path top = plantTarget("killed at " + call);
      Map<String, String> before = withoutTop(facts(top));
      InjectedDisk.Injection dead = InjectedDisk.deadFrom(top, call);
      boolean ended = false;
      try {
        ended = restore(dead.target()).run().complete();
      } catch (ByssusException e) {
        ended = false;
      }

      FileTarget.at(top).open().close();

      Map<String, String> after = withoutTop(facts(top));
      if (ended) {
        assertThat(content(after)).isEqualTo(content(withoutTop(facts(all))));
      } else {
        assertThat(after).as("call %d", call).isEqualTo(before);
      }
    }
  }

  @Test
  void whatIsChangedAfterAKillIsLeftAndNamed() throws IOException {
    InjectedDisk.Injection counted = InjectedDisk.failingAt(plantTarget("all"), NEVER);
    restore(counted.target()).run();
    Path top = plantTarget("edited");
    long call = counted.disk().calls();
    while (!killedWhenDone(top, call)) { // which takes away the journal somewhere near its end
      call--;
      FileTarget.at(top).open().close();
      top = plantTarget("edited at " + call);
    }
    Files.writeString(top.resolve("changed"), "edited by its user");

    RestorePlan plan = repository.restore(snapshot).from(source.toString()).to(top).plan();
    RestoreReport report =
        repository
            .restore(snapshot)
            .from(source.toString())
            .to(top)
            .overwrite(Overwrite.NEVER)
            .run();

    assertThat(plan.toTakeBack()).singleElement().asString().contains("taken back first");
    assertThat(top.resolve("changed")).hasContent("edited by its user");
    assertThat(top.resolve("changed.before-restore")).hasContent("what it was before");
    assertThat(String.join("\n", report.takenBack()))
        .contains("killed was taken back first")
        .contains("'/changed' was changed after that restore")
        .contains("'changed.before-restore'");
    assertThat(top.resolve("was file")).hasContent("file"); // all else is as it was before
  }

  private boolean killedWhenDone(Path top, long call) throws IOException {
    try {
      restore(InjectedDisk.deadFrom(top, call).target()).run();
    } catch (ByssusException e) {
      boolean journal;
      try (Stream<Path> areas = Files.list(top)) {
        journal = areas.anyMatch(path -> Files.exists(path.resolve("journal")));
      }
      return journal
          && Files.size(top.resolve("changed")) == 20_000
          && Files.isDirectory(top.resolve("was file"));
    }
    return false;
  }

  @Test
  void removesATargetThatItMade() {
    Path top = temporary.resolve("made/by/it");
    InjectedDisk.Injection injection = InjectedDisk.failingAt(top, 20);

    assertThatThrownBy(() -> restore(injection.target()).run())
        .isInstanceOf(IncompleteRestoreException.class);

    assertThat(temporary.resolve("made")).doesNotExist();
  }

  @Test
  void isNotTakenBackByAnotherRestoreWhileItRuns() throws IOException {
    Path top = plantTarget("busy");
    try (var running = FileTarget.at(top).rollbackOnFailure().open()) {
      assertThat(running.view()).isPresent();
      assertThatThrownBy(() -> restore(FileTarget.at(top)).run())
          .isInstanceOf(TargetUnwritableException.class)
          .hasMessageContaining("another restore");
    }
    assertThat(restore(FileTarget.at(top)).run().complete()).isTrue();
  }

  private static Map<String, String> facts(Path top) throws IOException {
    return TreeFacts.of(top);
  }

  private static Map<String, String> withoutTop(Map<String, String> facts) {
    Map<String, String> below = new TreeMap<>(facts);
    below.remove("");
    return below;
  }

  /** What was restored; an area that could not be removed is no part of it. */
  private static Map<String, String> content(Map<String, String> facts) {
    Map<String, String> below = withoutTop(facts);
    below.keySet().removeIf(name -> name.startsWith(".byssus-undo-"));
    return below;
  }
}
