package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The claims of {@code docs/security.md} name tests that there are. */
class SecurityPageTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]*Test)\\.([a-zA-Z]+)`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    String page = Files.readString(TOP.resolve("docs/security.md"), UTF_8);
    List<MatchResult> named = NAMED.matcher(page).results().toList();
    assertThat(named).hasSizeGreaterThan(30);
    for (MatchResult test : named) {
      assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
    }
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.find(TOP, 20, (p, a) -> p.endsWith(name + ".java"))) {
      Path file = files.findFirst().orElseThrow(() -> new AssertionError("there is no " + name));
      return Files.readString(file, UTF_8);
    }
  }
}
