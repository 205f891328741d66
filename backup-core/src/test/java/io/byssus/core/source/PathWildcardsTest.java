package io.byssus.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathWildcardsTest {
  private final Path top;

  PathWildcardsTest(@TempDir Path top) {
    this.top = top;
  }

  @BeforeEach
  void plant() throws IOException {
    for (String directory : List.of(".", "a/b/c", "x", "{a,x}", ".hidden")) {
      Files.createDirectories(top.resolve(directory));
      Files.createFile(top.resolve(directory).resolve("n.conf"));
    }
    Files.createFile(top.resolve("a/b/n.conf"));
    Files.createFile(top.resolve("a/n.conf"));
    Files.createFile(path("é"));
    Files.createFile(top.resolve("[draft"));
    Files.createFile(top.resolve("d"));
    Files.createFile(top.resolve("[d]"));
    Files.createSymbolicLink(top.resolve("link"), Path.of("a"));
    Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n.conf             | n.conf
          */n.conf           | a/n.conf x/n.conf {a,x}/n.conf .hidden/n.conf link/n.conf loop/n.conf
          **/n.conf          | n.conf a/n.conf a/b/n.conf a/b/c/n.conf x/n.conf {a,x}/n.conf .hidden/n.conf
          a/**/n.*           | a/n.conf a/b/n.conf a/b/c/n.conf
          a/**/c             | a/b/c
          a/**               | a
          {a,x}/*.conf       | {a,x}/n.conf
          ./*.conf           | n.conf
          a//b/./*.conf      | a/b/n.conf
          a/../x/*           | a/../x/n.conf
          a/[!n]*            | a/b
          link/?             | link/b
          link/**            | link/b link/n.conf
          l*/**              | link/b link/n.conf loop/**
          */                 | a x {a,x} .hidden
          x/**/**/**         | x
          **/**/b            | a/b
          é*                 | é
          [draft             | [draft
          x/[draft           |
          [d]                | [d] d
          \\[d]              | [d]
          n.conf/*           |
          n.conf/**/x        |
          nothing*           |
          nothing/*          |
          loop/*.conf        | loop/*.conf
          loop/n             | loop/n
          """)
  void findsWhatIsThere(String pattern, String found) {
    List<String> expected = found == null ? List.of() : List.of(found.split(" "));
    assertThat(expand(pattern))
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(this::path).toList());
    assertThat(expand(top + "/" + pattern)).as("absolute").hasSameSizeAs(expected);
  }

  @Test
  void findsNamesThatAreNoText() throws IOException {
    byte[] bytes = {'n', (byte) 0xff, 'x'};
    Path odd = Files.createDirectory(top.resolve(PathBytes.toName(bytes, top.getFileSystem())));

    assertThat(PathWildcards.expand(top, new byte[] {'n', (byte) 0xff, '*'})).containsExactly(odd);
    assertThat(expand("n?x")).containsExactly(odd);
  }

  @Test
  void goesAsDeepAsPathsMay() throws IOException {
    Path at = top.resolve("deep");
    for (int i = 0; i < 900; i++) {
      at = at.resolve("d");
    }
    Path bottom = Files.createFile(Files.createDirectories(at).resolve("bottom"));

    assertThat(expand("deep/**/bottom")).containsExactly(bottom);

    for (Path done = bottom; done != null && !done.equals(top); done = done.getParent()) {
      Files.delete(done); // which takes whoever cleans up behind the test very long
    }
  }

  @Test
  void returnsWhatCanNotBeLookedInto() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may look into everything");
    Path listed = Files.createDirectories(top.resolve("listed/sub")).getParent();
    Files.setPosixFilePermissions(listed, PosixFilePermissions.fromString("r--r--r--"));
    try {
      assertThat(expand("listed/**/*.conf")).isNotEmpty();
      assertThat(expand("l[i]sted/n")).containsExactly(top.resolve("listed/n"));
    } finally {
      Files.setPosixFilePermissions(listed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Any name in any locale. */
  private Path path(String name) {
    return top.resolve(
        PathBytes.toLinkTarget(name.getBytes(StandardCharsets.UTF_8), top.getFileSystem()));
  }

  private List<Path> expand(String pattern) {
    return PathWildcards.expand(top, pattern.getBytes(StandardCharsets.UTF_8));
  }
}
