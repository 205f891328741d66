package io.byssus.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.DataSize;
import io.byssus.api.source.SourceSession;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.MissingRootException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source leaves out, and for which reasons. */
class FileChoiceTest {
  private static final String SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55";

  private Path top;

  @BeforeEach
  void plant(@TempDir Path temporary) throws IOException {
    top = temporary.toRealPath();
  }

  @Test
  void anEmptyListOfRulesChoosesNothing() {
    FileSource source = FileSource.of(Path.of("/srv"));
    assertThat(source.exclude()).hasToString(source.toString());
    assertThat(source.exclude("*.tmp").toString()).isNotEqualTo(source.toString());
  }

  @Test
  void keepsWhatALaterPatternKeeps() throws IOException {
    files("a.tmp", "keep.tmp", "sub/b.tmp", "sub/keep.tmp");

    assertThat(chosen(all().exclude("*.tmp", "!keep.tmp")))
        .containsExactlyInAnyOrder("keep.tmp", "sub", "sub/keep.tmp");
    assertThat(chosen(all().exclude("!keep.tmp").exclude("*.tmp"))).containsExactly("sub");
  }

  @Test
  void keepsNothingInADirectoryThatIsLeftOut() throws IOException {
    files("cache/keep.txt", "x");

    assertThat(chosen(all().exclude("cache", "!keep.txt"))).containsExactly("x");
  }

  @Test
  void leavesOutDirectoriesOnlyForAPatternWithASlashAtItsEnd() throws IOException {
    files("build/x", "sub/build", "sub/build2/y");
    Files.createSymbolicLink(top.resolve("sub/link"), Path.of("build2"));

    assertThat(chosen(all().exclude("build/", "link/")))
        .containsExactlyInAnyOrder("sub", "sub/build", "sub/build2", "sub/build2/y", "sub/link");
  }

  @Test
  void tellsNoCapitalLettersFromSmallOnesWhereAsked() throws IOException {
    files("a.bak", "b.BAK", "c.Bak", "d.txt");

    assertThat(chosen(all().excludeIgnoringCase("*.bAk"))).containsExactly("d.txt");
    assertThat(chosen(all().exclude("*.BAK"))).containsExactlyInAnyOrder("a.bak", "c.Bak", "d.txt");
    assertThat(chosen(all().includeIgnoringCase("*.bAk")))
        .containsExactlyInAnyOrder("a.bak", "b.BAK", "c.Bak");
    assertThat(chosen(all().include("*.BAK"))).containsExactly("b.BAK");
  }

  @Test
  void readsPatternsFromFiles() throws IOException {
    files("a.tmp", "keep.tmp", "README");
    Path list = Files.writeString(top.resolve("list"), "# temporary\n*.tmp\n!keep.tmp\nlist\n");
    Path names = Files.writeString(top.resolve("names"), "readme\nNAMES\n");

    assertThat(chosen(all().excludesFrom(list).excludesFromIgnoringCase(names)))
        .containsExactly("keep.tmp");
  }

  @Test
  void honoursIgnoreFilesInTheirDirectoryAndBelow() throws IOException {
    files("a.log", "x/a.log", "x/y/a.log", "x/y/keep.log", "z/a.log", "z/out/b", "x/out/c");
    Files.writeString(top.resolve("x/.ignore"), "*.log\n");
    Files.writeString(top.resolve("x/y/.ignore"), "!keep.log\n");
    Files.writeString(top.resolve("z/.ignore"), "/out\n");

    assertThat(chosen(all().honourIgnoreFiles(".ignore")))
        .containsExactlyInAnyOrder(
            "a.log",
            "x",
            "x/.ignore",
            "x/out",
            "x/out/c",
            "x/y",
            "x/y/.ignore",
            "x/y/keep.log",
            "z",
            "z/.ignore",
            "z/a.log");
  }

  @Test
  void honoursIgnoreFilesThatAreLeftOutThemselvesAndPutsRulesOfTheCallFirst() throws IOException {
    files("a.log", "b.log", "c.txt");
    Files.writeString(top.resolve(".ignore"), "*.log\n!c.txt\n");

    assertThat(chosen(all().honourIgnoreFiles(".ignore").exclude(".ignore", "c.txt", "!b.log")))
        .containsExactly("b.log");
  }

  @Test
  void hasOnlyWhatIsIncludedAndWhatLeadsThere() throws IOException {
    files(
        "src/a/A.java", "src/a/a.txt", "src/b/b.txt", "src/b/deep/er/c.txt", "docs/x/y", "z.java");

    assertThat(chosen(all().include("*.java")))
        .containsExactlyInAnyOrder("src", "src/a", "src/a/A.java", "z.java");
    assertThat(chosen(all().include(top + "/docs").include("deep/**")))
        .containsExactlyInAnyOrder(
            "docs",
            "docs/x",
            "docs/x/y",
            "src",
            "src/b",
            "src/b/deep",
            "src/b/deep/er",
            "src/b/deep/er/c.txt");
    assertThat(chosen(all().include("b/").exclude("er")))
        .containsExactlyInAnyOrder("src", "src/b", "src/b/b.txt", "src/b/deep");
  }

  @Test
  void countsADirectoryWithNothingIncludedOnceHoweverMuchIsInIt() throws IOException {
    files(
        "src/a/A.java", "src/a/a.txt", "src/b/b.txt", "src/b/deep/er/c.txt", "docs/x/y", "z.java");

    try (SourceSession session = all().include("*.java").open()) {
      WalkedTree.of(session);
      assertThat(session.excluded()).as("a.txt, src/b and docs").isEqualTo(3);
    }
  }

  @Test
  void hasAllOfARootThatIsIncludedItself() throws IOException {
    files("a/x", "b");

    assertThat(chosen(all().include(top.toString()))).containsExactlyInAnyOrder("a", "a/x", "b");
  }

  @Test
  void leavesOutFilesByTheirSize() throws IOException {
    Files.write(top.resolve("1000"), new byte[1000]);
    Files.write(top.resolve("1001"), new byte[1001]);
    Files.createDirectories(top.resolve("dir"));

    assertThat(chosen(all().excludeLargerThan(DataSize.ofBytes(1000))))
        .containsExactlyInAnyOrder("1000", "dir");
  }

  @Test
  void leavesOutFilesByTheirAge() throws IOException {
    Instant time = Instant.parse("2026-01-02T03:04:05.000000006Z");
    for (int nanos = -1; nanos <= 1; nanos++) {
      Path file = Files.createFile(top.resolve("at" + nanos));
      Files.setLastModifiedTime(file, FileTime.from(time.plusNanos(nanos)));
    }
    Path directory = Files.createDirectories(top.resolve("dir"));
    Files.setLastModifiedTime(directory, FileTime.from(Instant.EPOCH));

    assertThat(chosen(all().excludeOlderThan(time))).containsExactlyInAnyOrder("at0", "at1", "dir");
    assertThat(chosen(all().excludeNewerThan(time)))
        .containsExactlyInAnyOrder("at-1", "at0", "dir");
  }

  @Test
  void hasNothingButTheMarkerOfAMarkedDirectory() throws IOException {
    files("a/.nobackup", "a/x", "a/deep/y", "b/x");

    assertThat(chosen(all().excludeIfPresent(".nobackup")))
        .containsExactlyInAnyOrder("a", "a/.nobackup", "b", "b/x");
  }

  @Test
  void hasNothingButTheTagOfATaggedCache() throws IOException {
    files("cache/x", "cache/deep/y", "short/x", "other/x", "link/x");
    Files.writeString(top.resolve("cache/CACHEDIR.TAG"), SIGNATURE + "\n# made by a test\n");
    Files.writeString(top.resolve("short/CACHEDIR.TAG"), SIGNATURE.substring(1));
    Files.writeString(top.resolve("other/CACHEDIR.TAG"), "x" + SIGNATURE.substring(1));
    Files.createSymbolicLink(top.resolve("link/CACHEDIR.TAG"), Path.of("../cache/CACHEDIR.TAG"));

    assertThat(chosen(all().excludeCaches()))
        .containsExactlyInAnyOrder(
            "cache",
            "cache/CACHEDIR.TAG",
            "short",
            "short/x",
            "short/CACHEDIR.TAG",
            "other",
            "other/x",
            "other/CACHEDIR.TAG",
            "link",
            "link/x",
            "link/CACHEDIR.TAG");
  }

  @Test
  void staysOnTheFileSystemsOfItsRoots() throws IOException {
    Path dev = Path.of("/dev");
    Path other = dev.resolve("shm");
    Object device = Files.getAttribute(dev, "unix:dev");
    assumeTrue(
        Files.isDirectory(other) && !device.equals(Files.getAttribute(other, "unix:dev")),
        "nothing is mounted below /dev here");
    Path probe = Files.createTempFile(other, "byssus", ".probe");
    try {
      String name = Objects.requireNonNull(probe.getFileName()).toString();
      assertThat(below(FileSource.of(dev).oneFileSystem(), dev))
          .contains("shm")
          .doesNotContain("shm/" + name);
      assertThat(below(FileSource.of(dev, probe).oneFileSystem(), dev)).contains("shm/" + name);
      assertThat(below(FileSource.of(dev, other).oneFileSystem(), dev)).contains("shm/" + name);
      assertThat(below(FileSource.of(other).oneFileSystem(), dev)).contains("shm/" + name);
    } finally {
      Files.delete(probe);
    }
  }

  @Test
  void hasARootThatAnotherRootWouldLeaveOut() throws IOException {
    files("x/1", "x/keep/2.tmp", "x/keep/deep/3.txt", "x/keep/deep/4", "x/beside/5", "y/6");
    FileSource both = FileSource.of(top, top.resolve("x/keep/deep"));
    String[] wayAndRoot = {"x", "x/keep", "x/keep/deep", "x/keep/deep/3.txt", "x/keep/deep/4"};

    assertThat(chosen(both.exclude("x"))).contains(wayAndRoot).hasSize(7).contains("y", "y/6");
    assertThat(chosen(both.exclude("/**/x", "deep"))).contains(wayAndRoot).hasSize(7);
    assertThat(chosen(both.exclude("keep/")))
        .contains(wayAndRoot)
        .contains("x/1", "x/beside/5")
        .doesNotContain("x/keep/2.tmp");
    assertThat(chosen(both.include("*.txt")))
        .containsExactlyInAnyOrder("x", "x/keep", "x/keep/deep", "x/keep/deep/3.txt");
    Files.writeString(top.resolve("x/.mark"), "");
    assertThat(chosen(both.excludeIfPresent(".mark")))
        .contains(wayAndRoot)
        .contains("x/.mark", "y/6")
        .doesNotContain("x/1", "x/beside", "x/keep/2.tmp");
    Files.writeString(top.resolve(".ignore"), "deep\n*.tmp\n4\n");
    assertThat(chosen(both.honourIgnoreFiles(".ignore")))
        .contains(wayAndRoot)
        .doesNotContain("x/keep/2.tmp");
  }

  @Test
  void hasAFileThatIsARootHoweverLargeItIs() throws IOException {
    files("sub/large", "sub/also large");
    FileSource both = FileSource.of(top, top.resolve("sub/large"));

    assertThat(chosen(both.excludeLargerThan(DataSize.ofBytes(1)).exclude("large")))
        .containsExactlyInAnyOrder("sub", "sub/large");
  }

  @Test
  void countsWhatIsLeftOut() throws IOException {
    files("a.tmp", "b.tmp", "out/1", "out/2", "ignored.log", "sub/ignored.log", "big", "keep");
    Files.write(top.resolve("big"), new byte[5000]);
    Files.writeString(top.resolve(".ignore"), "*.log\n");
    FileSource source =
        all()
            .exclude("*.tmp", "out/")
            .honourIgnoreFiles(".ignore")
            .excludeLargerThan(DataSize.ofBytes(4096));

    try (SourceSession session = source.open()) {
      WalkedTree.of(session);
      assertThat(session.excluded()).isEqualTo(6);
      WalkedTree.of(session);
      assertThat(session.excluded()).isEqualTo(6);
    }
  }

  @Test
  void readsTheContentOfWhatIsChosen() throws IOException {
    files("x");
    try (SourceSession session = all().exclude("y").open()) {
      WalkedTree tree = WalkedTree.of(session);
      assertThat(WalkedTree.read(session, tree.at(top.resolve("x")))).asString().isEqualTo("x");
    }
  }

  @Test
  void hasListedPathsAndReportsThoseThatAreNotThere() throws IOException {
    files("a/x", "a/y", "b/z", "c");

    FileSource source =
        FileSource.ofList(
            List.of(
                top.resolve("b"), top.resolve("a/x"), top.resolve("gone"), top.resolve("no/x")));
    try (SourceSession session = source.open()) {
      WalkedTree tree = WalkedTree.of(session);
      assertThat(tree.below(top)).containsExactlyInAnyOrder("a", "a/x", "b", "b/z");
      assertThat(tree.problems().keySet())
          .containsExactlyInAnyOrder(
              WalkedTree.path(top.resolve("gone")), WalkedTree.path(top.resolve("no/x")));
      assertThat(tree.problems().values()).allMatch(MissingRootException.class::isInstance);
    }
    assertThat(source.roots()).containsExactly("list in " + top);
  }

  @Test
  void refusesAListOfWhichNothingIsThere() {
    assertThatThrownBy(() -> FileSource.ofList(List.of(top.resolve("gone"))).open())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("gone");
    assertThatThrownBy(() -> FileSource.ofList(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void demandsItsRootsAlsoBesideAList() throws IOException {
    files("a", "b");
    FileSource both =
        FileSource.of(top.resolve("a")).andList(List.of(top.resolve("b"), top.resolve("gone")));

    assertThat(chosen(both)).containsExactlyInAnyOrder("a", "b");
    assertThat(both.roots()).containsExactly(top + "/a", "list in " + top);
    FileSource missing = FileSource.of(top.resolve("gone")).andList(List.of(top.resolve("b")));
    try (SourceSession session = missing.open()) {
      assertThat(WalkedTree.of(session).problems().values())
          .hasOnlyElementsOfType(MissingRootException.class)
          .hasSize(1);
    }
  }

  @Test
  void refusesMalformedPatternsAndNames() {
    assertThatThrownBy(() -> all().exclude("ok", "!x[")).hasMessageContaining("'x['");
    assertThatThrownBy(() -> all().include("!x")).hasMessageContaining("'!x'");
    assertThatThrownBy(() -> all().excludeIfPresent("a/b")).hasMessageContaining("a/b");
    assertThatThrownBy(() -> all().honourIgnoreFiles(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FileSource all() {
    return FileSource.of(top);
  }

  private Set<String> chosen(FileSource source) {
    return below(source, top);
  }

  private static Set<String> below(FileSource source, Path directory) {
    try (SourceSession session = source.open()) {
      return WalkedTree.of(session).below(directory);
    }
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = top.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, name);
    }
  }
}
