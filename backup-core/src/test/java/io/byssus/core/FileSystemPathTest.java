package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths in a snapshot are what the JDK's own are on Unix. */
class FileSystemPathTest {
  private static final FileSystem DISK = FileSystems.getDefault();
  private static final String[] PARTS = {"a", "b", "a", "..", ".", "ab", "c d", "/", ""};
  private static final int ROUNDS = 4000;

  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private final FileSystem files;

  FileSystemPathTest(@TempDir Path directory) {
    files = repository.fileSystem(repository.backup(FileSource.of(directory)).run().snapshot());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
    repository.close();
  }

  @Test
  void pathsAnswerAsThoseOfTheDisk() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      String one = path(random);
      String other = path(random);
      assertThat(answers(files.getPath(one), files.getPath(other)))
          .as("seed %d: '%s' and '%s'", seed, one, other)
          .isEqualTo(answers(DISK.getPath(one), DISK.getPath(other)));
    }
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder(random.nextInt(3) == 0 ? "/" : "");
    for (int parts = random.nextInt(5); parts > 0; parts--) {
      path.append(PARTS[random.nextInt(PARTS.length)]).append(random.nextInt(6) == 0 ? "" : "/");
    }
    return path.toString();
  }

  private static List<String> answers(Path one, Path other) {
    List<String> answers = new ArrayList<>();
    // absolute paths are left out: the working directory of a snapshot is its top
    List<Function<Path, Object>> single =
        List.of(
            Path::toString,
            Path::isAbsolute,
            path -> String.valueOf(path.getRoot()),
            path -> String.valueOf(path.getFileName()),
            path -> String.valueOf(path.getParent()),
            Path::getNameCount,
            Path::normalize,
            path -> path.getName(0),
            path -> path.subpath(0, path.getNameCount()),
            path -> path.subpath(1, path.getNameCount()),
            path -> path.getName(path.getNameCount()));
    single.forEach(question -> answers.add(answer(() -> question.apply(one))));
    List<String> names = new ArrayList<>();
    one.forEach(name -> names.add(name.toString()));
    answers.add(names.toString());
    answers.add(answer(() -> one.resolve(other)));
    answers.add(answer(() -> one.resolve(other.toString())));
    answers.add(answer(() -> one.resolveSibling(other)));
    answers.add(answer(() -> one.relativize(other)));
    answers.add(answer(() -> one.startsWith(other)));
    answers.add(answer(() -> one.endsWith(other)));
    answers.add(answer(() -> one.equals(other)));
    answers.add(answer(() -> !one.equals(other) || one.hashCode() == other.hashCode()));
    answers.add(answer(() -> Integer.signum(one.compareTo(other))));
    return answers;
  }

  private interface Question {
    Object ask();
  }

  private static String answer(Question question) {
    try {
      return String.valueOf(question.ask());
    } catch (IllegalArgumentException e) {
      return e.getClass().getSimpleName();
    }
  }

  @Test
  void relativePathsStartAtTheTop() {
    assertThat(files.getPath("a/b").toAbsolutePath()).hasToString("/a/b");
    assertThat(files.getPath("").toAbsolutePath()).hasToString("/");
    assertThat(files.getPath("a", "", "b", "/c")).hasToString("a/b/c");
  }

  @Test
  void pathsOfOthersAreRefused() {
    Path mine = files.getPath("/a");

    assertThatThrownBy(() -> mine.resolve(Path.of("b")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> files.provider().checkAccess(Path.of("/a")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThat(mine.startsWith(Path.of("/a"))).isFalse();
    assertThat(mine.endsWith(Path.of("a"))).isFalse();
    assertThat(mine.equals(Path.of("/a"))).isFalse();
    assertThatThrownBy(mine::toFile).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "a\\x", "a\\xg0", "a\\", "\\x00", "\\x2f", "\\x2e", "\ud800"})
  void textThatIsNoNameIsRefused(String text) {
    assertThatThrownBy(() -> files.getPath("/" + text)).isInstanceOf(InvalidPathException.class);
  }

  @Test
  void aNameHasOneTextHoweverItIsSpelled() {
    assertThat(files.getPath("\\x41\\xff"))
        .isEqualTo(files.getPath("A\\xFF"))
        .hasToString("A\\xff");
    assertThat(files.getPath("\\xe6\\x97\\xa5")).hasToString("日");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "**",
        "*.java",
        "**.java",
        "/a/*",
        "/a/**",
        "a?",
        "[ab]*",
        "[!a]*",
        "{a,b}",
        "*.{java,c}",
        "a\\*",
        "[a-c]x",
        "{",
        "[",
        "}",
        "a{b,{c}}",
        "[c-a]",
        "\\",
        "[a/b]",
        "-",
        "[-a]",
        "a.b",
        "(a)",
        "^a$",
        "{a,b/c}*",
        ",",
        "[\\]",
        "[*]",
        "/**/c"
      })
  void globsMatchAsThoseOfTheDisk(String glob) {
    List<String> paths =
        List.of(
            "",
            "/",
            "a",
            "b",
            "/a/b",
            "/a/b/c",
            "x.java",
            "/a/x.java",
            "a.c",
            "ax",
            "bx",
            "a*",
            "]",
            "}",
            "{a",
            "a/b",
            "bxx",
            "b/c",
            "b/cd",
            "-",
            "-a",
            "a.b",
            "axb",
            "(a)",
            "^a$",
            ",",
            "*");
    assertThat(paths.stream().map(path -> matches(files, glob, path)).toList())
        .as(glob)
        .isEqualTo(paths.stream().map(path -> matches(DISK, glob, path)).toList());
  }

  private static String matches(FileSystem system, String glob, String path) {
    try {
      return path + " " + system.getPathMatcher("glob:" + glob).matches(system.getPath(path));
    } catch (PatternSyntaxException e) {
      return "malformed";
    }
  }

  @Test
  void expressionsMatchToo() {
    assertThat(files.getPathMatcher("regex:/a+").matches(files.getPath("/aa"))).isTrue();
    assertThatThrownBy(() -> files.getPathMatcher("sql:%"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> files.getPathMatcher("glob"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsWatchedAndNobodyLookedUp() {
    assertThatThrownBy(files::newWatchService).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(files::getUserPrincipalLookupService)
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Files.exists(files.getPath("/"))).isTrue();
  }
}
