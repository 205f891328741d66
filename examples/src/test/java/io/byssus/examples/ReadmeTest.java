package io.byssus.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows nothing that does not compile and run. */
class ReadmeTest {
  /** Where Maven runs the tests of this module: its own directory. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern RELATIVE_LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

  @Test
  void everyJavaSnippetOfTheReadmeIsPartOfAnExample() throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = JAVA_BLOCK.matcher(readme());
    while (matcher.find()) {
      snippets.add(matcher.group(1));
    }

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
    List<String> examples = exampleSources();
    assertThat(snippets)
        .allSatisfy(
            snippet ->
                assertThat(examples)
                    .as("the snippet%n%s", snippet)
                    .anyMatch(source -> source.contains(withoutLayout(snippet))));
  }

  @Test
  void everyFileThatTheReadmeLinksToIsThere() throws IOException {
    Matcher links = RELATIVE_LINK.matcher(readme());
    List<String> missing = new ArrayList<>();
    while (links.find()) {
      if (!Files.exists(MODULE.resolveSibling(links.group(1)))) {
        missing.add(links.group(1));
      }
    }

    assertThat(missing).isEmpty();
  }

  private static String readme() throws IOException {
    return Files.readString(MODULE.resolveSibling("README.md"), UTF_8);
  }

  private static List<String> exampleSources() throws IOException {
    Path sources = MODULE.resolve("src/main/java/io/byssus/examples");
    try (Stream<Path> files = Files.list(sources)) {
      return files.map(ReadmeTest::read).map(ReadmeTest::withoutLayout).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutLayout(String source) {
    return source.replaceAll("\\s+", "");
  }
}
