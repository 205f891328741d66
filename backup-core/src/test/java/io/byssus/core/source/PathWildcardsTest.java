package io.byssus.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Files.createFile(top.resolve("é"));
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
          é*                 | é
          [draft             | [draft
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
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(top::resolve).toList());
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
  void refusesWhatIsMalformedAndNoNameOfAnything() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> expand("x/[draft"))
        .withMessageContaining("x/[draft")
        .withMessageContaining("'[' has no ']'");
  }

  private List<Path> expand(String pattern) {
    return PathWildcards.expand(top, pattern.getBytes(StandardCharsets.UTF_8));
  }
}
