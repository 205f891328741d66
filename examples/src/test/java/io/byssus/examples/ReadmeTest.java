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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README and the other documents show nothing that does not compile and run. */
class ReadmeTest {
  /** Where Maven runs the tests of this module: its own directory. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NUMBERED_SECTION =
      Pattern.compile("^## ([0-9]+)\\. ", Pattern.MULTILINE);
  private static final Pattern RELATIVE_LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/store-contract.md", "docs/guide/restoring.md"})
  void everyJavaSnippetIsPartOfAnExample(String document) throws IOException {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = JAVA_BLOCK.matcher(read(MODULE.resolveSibling(document)));
    while (matcher.find()) {
      snippets.add(matcher.group(1));
    }

    assertThat(snippets).isNotEmpty();
    List<String> examples = exampleSources();
    assertThat(snippets)
        .allSatisfy(
            snippet ->
                assertThat(examples)
                    .as("the snippet%n%s", snippet)
                    .anyMatch(source -> source.contains(withoutLayout(snippet))));
  }

  @Test
  void noOtherDocumentHasAJavaSnippet() throws IOException {
    try (Stream<Path> documents = Files.walk(MODULE.resolveSibling("docs"))) {
      assertThat(documents.filter(file -> file.toString().endsWith(".md")))
          .filteredOn(file -> JAVA_BLOCK.matcher(read(file)).find())
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("store-contract.md", "restoring.md");
    }
  }

  @Test
  void everyFileThatADocumentLinksToIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      Matcher links = RELATIVE_LINK.matcher(read(document));
      while (links.find()) {
        if (!Files.exists(document.resolveSibling(links.group(1)))) {
          missing.add(document + ": " + links.group(1));
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/format.md", "docs/protocol.md", "docs/decisions.md"})
  void sectionsAreNumberedWithoutGapsOrRepetitions(String document) {
    List<Integer> numbers =
        NUMBERED_SECTION
            .matcher(read(MODULE.resolveSibling(document)))
            .results()
            .map(section -> Integer.valueOf(section.group(1)))
            .toList();

    assertThat(numbers)
        .isNotEmpty()
        .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String beside : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
      documents.add(MODULE.resolveSibling(beside));
    }
    try (Stream<Path> files = Files.walk(MODULE.resolveSibling("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static List<String> exampleSources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String kind : List.of("main", "test")) {
      try (Stream<Path> files =
          Files.list(MODULE.resolve("src/" + kind + "/java/io/byssus/examples"))) {
        files.map(ReadmeTest::read).map(ReadmeTest::withoutLayout).forEach(sources::add);
      }
    }
    return sources;
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
