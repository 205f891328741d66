package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternListTest {
  private final Path directory;

  PatternListTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsAPatternFromEachLineThatIsNoComment() throws IOException {
    Path file = directory.resolve("excludes");
    Files.writeString(
        file,
        "\ufeff# what nobody needs\r\n*.tmp\r\n\n!keep.tmp  \n\\#x\n\\!y\nspace\\ \n  \nlast");

    assertThat(PatternList.read(file, Case.RESPECTED))
        .map(PathRule::toString)
        .containsExactly("*.tmp", "!keep.tmp", "\\#x", "\\!y", "space\\ ", "last");
  }

  @Test
  void namesTheLineThatIsMalformed() throws IOException {
    Path file = Files.writeString(directory.resolve("excludes"), "*.tmp\n[ab\n");

    assertThatThrownBy(() -> PatternList.read(file, Case.RESPECTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2 of '" + file + "'")
        .hasMessageContaining("'[ab'");
  }

  @Test
  void namesAListThatIsNotThere() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> PatternList.read(missing, Case.RESPECTED))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void tiesAnIgnoredPatternWithASlashToItsDirectory() {
    assertThat(
            PatternList.ignored(
                "a\n/b\nc/d\ne/\n**/f\ng/**\n!h\n!!i\n".getBytes(StandardCharsets.UTF_8)))
        .hasToString("[a, /b, /c/d, e/, /**/f, /g/**/*, !h, !\\!i]");
  }

  @Test
  void passesOverLinesOfAnIgnoreFileThatNeverMatch() {
    assertThat(
            PatternList.ignored(
                "[ab\na//b\n/\n!\na/../b\nx\\\nok".getBytes(StandardCharsets.UTF_8)))
        .hasToString("[ok]");
  }
}
