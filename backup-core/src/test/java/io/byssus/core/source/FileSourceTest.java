package io.byssus.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceSession;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.MissingRootException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries a source has, for which roots and excludes. */
class FileSourceTest {
  private Path top;

  @BeforeEach
  void plant(@TempDir Path temporary) throws IOException {
    top = temporary.toRealPath();
    for (String file : new String[] {"a/x.txt", "a/x.tmp", "a/cache/deep/y", "b/cache/z", "c"}) {
      Path path = top.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
    Files.createSymbolicLink(top.resolve("link"), Path.of("a"));
  }

  @Test
  void listsADirectoryWithAllBelowItUnderItsFullPath() {
    WalkedTree tree = walk(FileSource.of(top));

    assertThat(tree.below(top))
        .containsExactlyInAnyOrder(
            "a",
            "a/x.txt",
            "a/x.tmp",
            "a/cache",
            "a/cache/deep",
            "a/cache/deep/y",
            "b",
            "b/cache",
            "b/cache/z",
            "c",
            "link");
    assertThat(tree.problems()).isEmpty();
  }

  @Test
  void listsOnlyWhatLeadsToARootWithItsRealMetadata() throws IOException {
    WalkedTree tree = walk(FileSource.of(top.resolve("a/cache")));

    assertThat(tree.below(top))
        .containsExactlyInAnyOrder("a", "a/cache", "a/cache/deep", "a/cache/deep/y");
    EntryPath first = EntryPath.of(WalkedTree.path(top).names().subList(0, 1));
    assertThat(tree.entries().keySet()).allMatch(path -> path.startsWith(first));
    assertThat(tree.at(top.resolve("a")).metadata().modified())
        .isEqualTo(Files.getLastModifiedTime(top.resolve("a")).toInstant());
  }

  @Test
  void takesFilesAndLinksAsRoots() {
    WalkedTree tree = walk(FileSource.of(top.resolve("c"), top.resolve("link")));

    assertThat(tree.below(top)).containsExactlyInAnyOrder("c", "link");
    assertThat(tree.at(top.resolve("link")).metadata().kind()).isEqualTo(EntryKind.SYMBOLIC_LINK);
    assertThat(tree.at(top.resolve("link")).linkTarget()).asString().isEqualTo("a");
  }

  @Test
  void takesALinkOnTheWayToARootAsTheDirectoryItPointsTo() {
    FileSource source = FileSource.of(top.resolve("link"), top.resolve("link/cache"));

    WalkedTree tree = walk(source);

    assertThat(tree.below(top))
        .containsExactlyInAnyOrder("link", "link/cache", "link/cache/deep", "link/cache/deep/y");
    assertThat(tree.at(top.resolve("link")).metadata().kind()).isEqualTo(EntryKind.DIRECTORY);
  }

  @Test
  void goesWhereTheSystemGoesWhenALinkIsFollowedByTwoDots() throws IOException {
    Files.createSymbolicLink(top.resolve("deep"), Path.of("a/cache/deep"));
    Files.writeString(top.resolve("a/cache/c"), "another c");

    FileSource source =
        FileSource.of(top.resolve("deep/../c"), top.resolve("deep/./../../../link"));

    assertThat(source.roots()).containsExactly(top + "/a/cache/c", top + "/link");
    assertThat(walk(source).at(top.resolve("link")).metadata().kind())
        .isEqualTo(EntryKind.SYMBOLIC_LINK);
    assertThat(
            FileSource.of(top.resolve("no/where/../c"), top.resolve("../../../../../..")).roots())
        .containsExactly("/", top + "/no/c");
  }

  @Test
  void mergesRootsThatOverlapOrRepeat() {
    FileSource source =
        FileSource.of(
            top.resolve("b/cache"), top.resolve("b"), top.resolve("a/../b/"), top.resolve("c"));

    assertThat(walk(source).below(top)).containsExactlyInAnyOrder("b", "b/cache", "b/cache/z", "c");
    assertThat(source.roots()).containsExactly(top + "/b", top + "/b/cache", top + "/c");
  }

  @Test
  void takesALinkInARootAsTheDirectoryItPointsToIfItLeadsToAnotherRoot() {
    for (FileSource source :
        List.of(
            FileSource.of(top, top.resolve("link/cache")),
            FileSource.of(top, top.resolve("link/cache")).exclude("link"))) {
      assertThat(walk(source).below(top))
          .contains("b/cache/z", "link", "link/cache", "link/cache/deep/y")
          .doesNotContain("link/x.txt");
    }
  }

  @Test
  void readsARootFromAnotherPlaceAlsoInARootThatIsReadWhereItIs() throws IOException {
    Path snapshot = Files.createDirectories(top.resolve("b/snapshot"));
    Files.writeString(snapshot.resolve("then"), "then");
    Path link = Files.createSymbolicLink(top.resolve("current"), snapshot);
    Path cache = top.resolve("a/cache");

    for (Path place : List.of(snapshot, link)) {
      assertThat(walk(FileSource.of(cache).readFrom(cache, place)).below(top))
          .containsExactlyInAnyOrder("a", "a/cache", "a/cache/then");
      assertThat(walk(FileSource.of(top, cache).readFrom(cache, place)).below(top.resolve("a")))
          .containsExactlyInAnyOrder("x.txt", "x.tmp", "cache", "cache/then");
      assertThat(
              walk(FileSource.of(top, cache).readFrom(cache, place).exclude("*.tmp"))
                  .below(top.resolve("a")))
          .containsExactlyInAnyOrder("x.txt", "cache", "cache/then");
    }
  }

  @Test
  void refusesToReadFromAnotherPlaceWhatNoRootIsIn() {
    for (String path : List.of("a", "a/cahce")) {
      FileSource source = FileSource.of(top, top.resolve("b")).readFrom(top.resolve(path), top);
      assertThatThrownBy(source::open)
          .isInstanceOf(SourceUnreadableException.class)
          .hasMessageContaining("'" + top.resolve(path) + "'")
          .hasMessageContaining("name it among the paths");
    }
  }

  @Test
  void refusesToReadFromAPlaceThatIsNotThere() {
    Path nowhere = top.resolve("nowhere");
    assertThatThrownBy(() -> FileSource.of(top).readFrom(top, nowhere).open())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("'" + nowhere + "'")
        .hasMessageContaining("no such file");
  }

  @Test
  void takesARelativeRootFromTheWorkingDirectory() {
    assertThat(FileSource.of(Path.of("x")).roots())
        .containsExactly(Path.of("x").toAbsolutePath().toString());
    assertThat(FileSource.of(Path.of("/")).roots()).containsExactly("/");
  }

  @Test
  void listsTheWholeSystemWhenTheTopIsARoot() throws IOException {
    try (SourceSession session = FileSource.of(Path.of("/"), top).open()) {
      assertThat(session.root().path()).isEqualTo(EntryPath.root());
      assertThat(session.root().metadata().inode())
          .isEqualTo(Files.getAttribute(Path.of("/"), "unix:ino"));
    }
  }

  @Test
  void refusesAMissingRootByName() {
    Path missing = top.resolve("missing");

    assertThatThrownBy(() -> FileSource.of(missing).open())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> FileSource.of(missing, top.resolve("nor/this")).open())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("none of the 2 paths")
        .hasMessageContaining(missing.toString());
  }

  @Test
  void tellsOfAMissingRootAndListsTheOthers() {
    Path missing = top.resolve("lost/mount");

    WalkedTree beside = walk(FileSource.of(missing, top.resolve("a")));
    WalkedTree below = walk(FileSource.of(top, missing));
    WalkedTree chosen = walk(FileSource.of(top, missing).exclude("*.tmp"));

    assertThat(beside.below(top)).contains("a", "a/x.txt").doesNotContain("lost");
    for (WalkedTree tree : List.of(beside, below, chosen)) {
      assertThat(tree.problems()).containsOnlyKeys(WalkedTree.path(missing));
      assertThat(tree.problems().get(WalkedTree.path(missing)))
          .isInstanceOf(MissingRootException.class);
    }
  }

  @Test
  void refusesARootBelowAFile() {
    assertThatThrownBy(() -> FileSource.of(top.resolve("c/x")).open())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining(top.resolve("c/x").toString());
  }

  @Test
  void leavesOutWhatAnyPatternMatchesWithAllBelowIt() {
    FileSource source =
        FileSource.of(top).exclude("*.tmp").exclude(top + "/a/cache").exclude("cache/*");

    assertThat(walk(source).below(top))
        .containsExactlyInAnyOrder("a", "a/x.txt", "b", "b/cache", "c", "link");
  }

  @Test
  void neverLeavesOutARootOrWhatLeadsToIt() {
    FileSource source =
        FileSource.of(top.resolve("a/cache")).exclude("cache").exclude("a").exclude("deep");

    assertThat(walk(source).below(top)).containsExactlyInAnyOrder("a", "a/cache");
  }

  @Test
  void keepsTheSourceItCameFromWhenAPatternIsAdded() {
    FileSource all = FileSource.of(top);

    FileSource fewer = all.exclude("a");

    assertThat(walk(all).below(top)).contains("a");
    assertThat(walk(fewer).below(top)).doesNotContain("a");
  }

  @Test
  void refusesAMalformedPattern() {
    assertThatThrownBy(() -> FileSource.of(top).exclude("x[")).hasMessageContaining("'x['");
  }

  @Test
  void namesTheHostAsTheSystemDoes() throws IOException {
    Path kernel = Path.of("/proc/sys/kernel/hostname");

    String host = FileSource.of(top).host();

    assertThat(host).isNotBlank();
    if (Files.exists(kernel)) {
      assertThat(host).isEqualTo(Files.readString(kernel).strip());
    }
  }

  @Test
  void hasTheMetadataOfEachEntry() throws IOException {
    Path file = top.resolve("c");
    Files.setAttribute(file, "unix:mode", 06751);

    var metadata = walk(FileSource.of(top)).at(file).metadata();

    assertThat(metadata.kind()).isEqualTo(EntryKind.FILE);
    assertThat(metadata.size()).isEqualTo(1);
    assertThat(metadata.permissions()).isEqualTo(06751);
    assertThat((int) metadata.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
    assertThat((int) metadata.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
    assertThat(metadata.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(metadata.device()).isEqualTo(Files.getAttribute(file, "unix:dev"));
    assertThat(metadata.modified())
        .isEqualTo(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    assertThat(metadata.changed()).isAfterOrEqualTo(metadata.modified());
    assertThat(walk(FileSource.of(top)).at(top.resolve("a")).metadata().size()).isZero();
  }

  @Test
  void printsNamesThatCouldPlayTricksOnATerminal() {
    assertThat(FileSource.of(Path.of("/srv/a\nb")).roots()).containsExactly("/srv/a\\x0ab");
    assertThat(EntryName.of("a\nb")).hasToString("a\\x0ab");
  }

  private static WalkedTree walk(FileSource source) {
    try (SourceSession session = source.open()) {
      return WalkedTree.of(session);
    }
  }
}
