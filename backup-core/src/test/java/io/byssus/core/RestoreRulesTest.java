package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.EntryNotFoundException;
import io.byssus.api.SnapshotId;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.PartialRestore;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestorePlan.Action;
import io.byssus.core.restore.RestoreProblem;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.InjectedDisk;
import io.byssus.core.target.RestoreStrategy;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a restore makes of a target in which there is something. */
class RestoreRulesTest {
  private static final Instant EARLIER = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
  private static final int LARGE = 6 << 20;

  private Path source;
  private Path target;
  private BackupRepository repository;
  private SnapshotId snapshot;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    target = directory.resolve("target");
    repository = Repositories.create(InMemoryStore.create());
    FileTree.write(source.resolve("a"), "the snapshot's a");
    FileTree.write(source.resolve("large"), FileTree.random(1, LARGE));
    FileTree.write(source.resolve("sub/b.conf"), "the snapshot's b");
    FileTree.age(source.resolve("a"));
    FileTree.age(source.resolve("large"));
    snapshot = repository.backup(FileSource.of(source)).run().snapshot();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Restore restore() {
    return repository.restore(snapshot).from(source.toString()).to(target);
  }

  private void there(String name, String content, Instant modified) throws IOException {
    Files.setLastModifiedTime(
        FileTree.write(target.resolve(name), content), FileTime.from(modified));
  }

  @Test
  void putsASubPathAtTheTop() throws IOException {
    restore().run();

    assertThat(FileTree.describe(target)).isEqualTo(FileTree.describe(source));
  }

  @Test
  void putsASingleFileIntoTheTop() throws IOException {
    there("beside", "stays", EARLIER);

    RestoreReport report =
        repository.restore(snapshot).from(source + "/sub/b.conf").to(target).deleteExtras().run();

    assertThat(report.files()).isEqualTo(1);
    assertThat(target.resolve("b.conf")).hasContent("the snapshot's b");
    assertThat(target.resolve("beside")).hasContent("stays");
  }

  @Test
  void refusesASubPathThatIsNotThere() {
    assertThatThrownBy(() -> repository.restore(snapshot).from("/not/there").to(target).run())
        .isInstanceOf(EntryNotFoundException.class)
        .hasMessageContaining("/not/there");
    assertThat(target).doesNotExist();
  }

  @Test
  void neverReplacesWhatIsThereIfToldSo() throws IOException {
    there("a", "mine", EARLIER);
    there("sub", "a file where a directory is to be", EARLIER);

    RestoreReport report = restore().overwrite(Overwrite.NEVER).run();

    assertThat(target.resolve("a")).hasContent("mine");
    assertThat(target.resolve("sub")).isRegularFile();
    assertThat(target.resolve("large")).hasSize(LARGE);
    assertThat(report.kept()).isEqualTo(2);
    assertThat(report.unreached()).isEqualTo(1);
    assertThat(report.files()).isEqualTo(1);
  }

  @Test
  void replacesOnlyWhatIsOlderIfToldSo() throws IOException {
    there("a", "newer", LATER);
    there("large", "older", EARLIER);

    RestoreReport report = restore().overwrite(Overwrite.IF_NEWER).run();

    assertThat(target.resolve("a")).hasContent("newer");
    assertThat(target.resolve("large")).hasSize(LARGE);
    assertThat(report.kept()).isEqualTo(1);
  }

  @Test
  void takesSizeAndTimeForTheContentIfToldSoAndReadsItElse() throws IOException {
    restore().run();
    FileTime time = Files.getLastModifiedTime(target.resolve("a"));
    Files.writeString(target.resolve("a"), "the snapshot's X");
    Files.setLastModifiedTime(target.resolve("a"), time);

    RestoreReport trusting = restore().overwrite(Overwrite.IF_CHANGED).run();
    assertThat(target.resolve("a")).hasContent("the snapshot's X");
    assertThat(trusting.filesUnchanged()).isEqualTo(3);

    RestoreReport reading = restore().overwrite(Overwrite.ALWAYS).run();
    assertThat(target.resolve("a")).hasContent("the snapshot's a");
    assertThat(reading.filesUnchanged()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(RestoreStrategy.class)
  void writesOnlyWhatDiffersInsideAFile(RestoreStrategy strategy) throws IOException {
    byte[] content = FileTree.random(1, LARGE);
    content[LARGE - 10]++;
    FileTree.write(target.resolve("large"), content);

    RestoreReport report = restore().strategy(strategy).run();

    assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
    assertThat(report.bytesReused().bytes()).isGreaterThan(LARGE / 3);
    assertThat(report.bytesWritten().bytes()).isLessThan(LARGE * 2L / 3);
  }

  @ParameterizedTest
  @EnumSource(RestoreStrategy.class)
  void doesNotChangeAFileThatHasAnotherNameOutside(RestoreStrategy strategy) throws IOException {
    byte[] content = FileTree.random(1, LARGE);
    content[LARGE - 10]++;
    Path outside = FileTree.write(target.resolveSibling("outside"), content);
    Files.createDirectories(target);
    Files.createLink(target.resolve("large"), outside);

    restore().strategy(strategy).run();

    assertThat(outside).hasBinaryContent(content);
    assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
  }

  @Test
  void cutsAFileThatIsTooLong() throws IOException {
    byte[] content = java.util.Arrays.copyOf(FileTree.random(1, LARGE), LARGE + 100_000);
    FileTree.write(target.resolve("large"), content);

    RestoreReport report = restore().run();

    assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
    assertThat(report.bytesReused().bytes()).isPositive();
  }

  @Test
  void completesARestoreThatWasStoppedAndWritesOnlyWhatIsMissing() throws IOException {
    Path odd = target;
    InjectedDisk.Injection dead = InjectedDisk.deadFrom(odd, 18);
    assertThatThrownBy(
            () -> repository.restore(snapshot).from(source.toString()).to(dead.target()).run())
        .isInstanceOf(io.byssus.api.ByssusException.class);

    RestoreReport second = restore().run();
    RestoreReport third = restore().run();

    assertThat(second.complete()).isTrue();
    assertThat(third.bytesWritten().bytes()).isZero();
    assertThat(third.filesUnchanged()).isEqualTo(3);
    assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
  }

  @Test
  void setsTheMetadataOfWhatHasTheRightContent() throws IOException {
    restore().run();
    Files.setAttribute(target.resolve("a"), "unix:mode", 0600);
    Files.setLastModifiedTime(target.resolve("a"), FileTime.from(EARLIER));

    RestoreReport report = restore().overwrite(Overwrite.IF_CHANGED).run();

    assertThat(FileTree.describe(target)).isEqualTo(FileTree.describe(source));
    assertThat(report.bytesWritten().bytes()).isZero();
  }

  @Test
  void deletesWhatTheSnapshotDoesNotHaveAndFollowsNoLink() throws IOException {
    Path outside = FileTree.write(target.resolveSibling("outside/file"), "outside");
    there("extra", "x", EARLIER);
    there("sub/extra/deep", "x", EARLIER);
    Files.createSymbolicLink(target.resolve("sub/link"), outside.getParent());

    RestoreReport report = restore().deleteExtras().run();

    Map<String, String> expected = FileTree.describe(source);
    expected.put("", FileTree.describe(target).getOrDefault("", "")); // it keeps its own metadata
    assertThat(FileTree.describe(target)).isEqualTo(expected);
    assertThat(outside).hasContent("outside");
    assertThat(report.deleted()).isEqualTo(3);
  }

  /** In place, what lies beside the files is easily taken for an extra: also the backups. */
  @Test
  void deletesNothingOfTheRepositoryThatItRestoresFrom(@TempDir Path home) throws IOException {
    FileTree.write(home.resolve("data/a"), "a");
    Path backups = home.resolve("backups/nightly");
    try (BackupRepository own = Repositories.create(backups)) {
      SnapshotId first = own.backup(FileSource.of(home)).run().snapshot(); // as much as there was
      FileTree.write(home.resolve("data/b"), "b");
      FileTree.write(home.resolve("backups/beside"), "x");
      SnapshotId second = own.backup(FileSource.of(home.resolve("data"))).run().snapshot();

      Restore restore = own.restore(first).from(home.toString()).to(home).deleteExtras();
      assertThat(restore.plan().steps())
          .filteredOn(step -> step.action() == Action.DELETE)
          .extracting(step -> step.path().toString())
          .containsExactlyInAnyOrder("/backups/beside", "/data/b");
      own.restore(first).from(home.toString()).to(home).deleteExtras().run();

      assertThat(home.resolve("data/b")).doesNotExist();
      assertThat(home.resolve("backups/beside")).doesNotExist();
      assertThat(Repositories.checkAll(own).healthy()).isTrue();
      own.restore(second).from(home + "/data").to(home.resolve("data")).run();
      assertThat(home.resolve("data/b")).hasContent("b");
    }
  }

  @Test
  void deletesNothingInADirectoryOfWhichSomethingWasLeftOut() throws IOException {
    FileTree.write(source.resolve("sub/cache/x"), "left out");
    snapshot = repository.backup(FileSource.of(source).exclude("cache")).run().snapshot();
    there("sub/cache/x", "stays", EARLIER);
    there("sub/extra", "stays", EARLIER);
    there("extra", "goes", EARLIER);

    List<RestorePlan.Step> plan = restore().deleteExtras().plan().steps();
    RestoreReport report = restore().deleteExtras().run();

    assertThat(target.resolve("sub/cache/x")).hasContent("stays");
    assertThat(target.resolve("sub/extra")).exists();
    assertThat(target.resolve("extra")).doesNotExist();
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.kept()).isEqualTo(2);
    assertThat(plan.stream().filter(step -> step.action() == Action.DELETE)).hasSize(1);
    assertThat(plan.stream().filter(step -> step.action() == Action.KEEP)).hasSize(2);
  }

  @Test
  void deletesNothingInADirectoryOfWhichSomethingCouldNotBeRead() throws IOException {
    WatchedSource unreadable =
        new WatchedSource(FileSource.of(source)) {
          @Override
          void beforeOpen(String name) throws IOException {
            if (name.equals("b.conf")) {
              throw new AccessDeniedException(name);
            }
          }
        };
    FileTree.write(source.resolve("sub/deeper/file"), "can be read");
    FileTree.write(source.resolve("sub/b.conf"), "can't be read any more");
    snapshot = repository.backup(unreadable).allowIncomplete().run().snapshot();
    there("sub/b.conf", "stays", EARLIER);
    there("sub/deeper/extra", "goes", EARLIER);

    restore().deleteExtras().run();

    assertThat(target.resolve("sub/b.conf")).hasContent("stays");
    assertThat(target.resolve("sub/deeper/file")).exists();
    assertThat(target.resolve("sub/deeper/extra")).doesNotExist();
  }

  @Test
  void deletesNothingBesideThePathsThatWereBackedUp() throws IOException {
    Path beside = FileTree.restored(target, source.resolveSibling("beside"));
    FileTree.write(beside, "stays");
    FileTree.write(target.resolve("top"), "stays");
    Path extra = FileTree.restored(target, source.resolve("extra"));
    FileTree.write(extra, "goes");

    repository.restore(snapshot).to(target).deleteExtras().run();

    assertThat(beside).hasContent("stays");
    assertThat(target.resolve("top")).hasContent("stays");
    assertThat(extra).doesNotExist();
  }

  @Test
  void deletesNothingInTheTopOfTheWholeFileSystemWhichMayLackWhatWasLeftOut() throws IOException {
    FileTree.write(source.resolve("left"), "left out");
    FileSource whole = FileSource.of(Path.of("/")).readFrom(Path.of("/"), source).exclude("/left");
    SnapshotId ofWhole = repository.backup(whole).run().snapshot();
    there("left", "stays", EARLIER);
    there("other", "stays, nobody knows why it is not in the snapshot", EARLIER);
    there("sub/extra", "goes", EARLIER);

    RestoreReport report = repository.restore(ofWhole).to(target).deleteExtras().run();

    assertThat(target.resolve("left")).hasContent("stays");
    assertThat(target.resolve("other")).exists();
    assertThat(target.resolve("sub/b.conf")).exists();
    assertThat(target.resolve("sub/extra")).doesNotExist();
    assertThat(report.kept()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(1);
  }

  @Test
  void deletesOnlyWhatIncludeAndExcludeLetThrough() throws IOException {
    there("sub/extra.conf", "goes", EARLIER);
    there("sub/extra.txt", "stays, it is not included", EARLIER);
    there("sub/kept.conf", "stays, it is excluded", EARLIER);

    restore().include("*.conf").exclude("kept.*").deleteExtras().run();

    assertThat(target.resolve("sub")).isDirectoryContaining("glob:**/b.conf");
    assertThat(target.resolve("sub/extra.conf")).doesNotExist();
    assertThat(target.resolve("sub/extra.txt")).exists();
    assertThat(target.resolve("sub/kept.conf")).exists();
  }

  @Test
  void keepsWhatIsExcludedInADirectoryThatGoesOtherwise() throws IOException {
    there("extra/deep/goes", "x", EARLIER);
    there("extra/deep/precious", "x", EARLIER);
    there("extra/goes/too", "x", EARLIER);

    restore().exclude("precious").deleteExtras().run();

    assertThat(target.resolve("extra/deep")).isDirectoryNotContaining("glob:**/goes");
    assertThat(target.resolve("extra/deep/precious")).exists();
    assertThat(target.resolve("extra/goes")).doesNotExist();
  }

  @Test
  void leavesOutWhatIsExcluded() {
    RestoreReport report = restore().exclude("sub").exclude("large").run();

    assertThat(report.files()).isEqualTo(1);
    assertThat(target.resolve("sub")).doesNotExist();
    assertThat(target.resolve("large")).doesNotExist();
  }

  @Test
  void refusesToDeleteInTheRootOfAFileSystem() {
    Restore everything = repository.restore(snapshot).to(Path.of("/")).deleteExtras();

    assertThatThrownBy(everything::plan)
        .isInstanceOf(TargetUnwritableException.class)
        .hasMessageContaining("root of a file system");
    assertThatThrownBy(everything::run).isInstanceOf(TargetUnwritableException.class);
  }

  @Test
  void replacesADirectoryByAFileOnlyWhereExtrasAreDeleted() throws IOException {
    there("a/precious", "x", EARLIER);

    assertThatThrownBy(() -> restore().run())
        .isInstanceOfSatisfying(
            IncompleteRestoreException.class,
            e -> {
              RestoreProblem problem = e.report().problems().get(0);
              assertThat(problem.kind()).isEqualTo(RestoreProblem.Kind.NOT_WRITTEN);
              assertThat(problem.message()).contains("DIRECTORY", "extras");
            });
    assertThat(target.resolve("a/precious")).exists();

    assertThat(restore().deleteExtras().plan().steps(Action.DELETE)).hasSize(1);
    assertThat(restore().deleteExtras().run().deleted()).isEqualTo(1);
    assertThat(target.resolve("a")).hasContent("the snapshot's a");
  }

  @Test
  void findsWhatDoesNotReadBackAsItWasWritten() {
    Restore restore =
        repository.restore(snapshot).to(InjectedDisk.flipping(target)).verify().allowIncomplete();

    RestoreReport report = restore.run();

    assertThat(report.problems())
        .hasSize(3)
        .allMatch(problem -> problem.kind() == RestoreProblem.Kind.NOT_VERIFIED);
    assertThat(report.files()).isZero();
  }

  @Test
  void countsWhatItReadBack() {
    RestoreReport report = restore().verify().run();

    assertThat(report.bytesVerified()).isEqualTo(report.bytes());
  }

  @Test
  void saysWhatStoppedItAndWhatItHadDone() {
    assertThatThrownBy(() -> restore().include("nothing like it").run())
        .satisfies(
            e ->
                assertThat(PartialRestore.of(e).orElseThrow().report().outcome())
                    .isEqualTo(RestoreReport.Outcome.STOPPED));
  }

  @Test
  void plansWhatItWouldDoAndChangesNothing() throws IOException {
    there("a", "mine", EARLIER);
    there("extra/deep", "12345", EARLIER);
    byte[] content = FileTree.random(1, LARGE);
    content[LARGE - 10]++;
    FileTree.write(target.resolve("large"), content);
    Map<String, String> before = FileTree.describe(target);

    RestorePlan plan = restore().deleteExtras().plan();

    assertThat(FileTree.describe(target)).isEqualTo(before);
    assertThat(paths(plan, Action.CREATE)).containsExactly("/sub", "/sub/b.conf");
    assertThat(paths(plan, Action.OVERWRITE)).containsExactlyInAnyOrder("/a", "/large");
    assertThat(paths(plan, Action.DELETE)).containsExactly("/extra");
    assertThat(plan.bytes(Action.DELETE).bytes()).isEqualTo(5);
    assertThat(plan.bytes(Action.OVERWRITE).bytes()).isBetween(17L, LARGE * 2L / 3);
    assertThat(plan.toString()).contains("+ /sub/b.conf", "~ /a", "- /extra/");

    RestoreReport report = restore().deleteExtras().run();
    long planned = plan.bytes(Action.CREATE).bytes() + plan.bytes(Action.OVERWRITE).bytes();
    assertThat(report.bytesWritten().bytes()).isEqualTo(planned);
    assertThat(restore().deleteExtras().plan().steps())
        .allMatch(step -> step.action() == Action.UNCHANGED);
  }

  @Test
  void plansIntoATargetThatIsNotThere() {
    RestorePlan plan = restore().plan();

    assertThat(plan.steps(Action.CREATE)).hasSize(4);
    assertThat(target).doesNotExist();
  }

  private static List<String> paths(RestorePlan plan, Action action) {
    return plan.steps(action).stream().map(step -> step.path().toString()).toList();
  }
}
