package io.byssus.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryPathTest {
  @ParameterizedTest
  @CsvSource({"srv/shop/a.txt", "/srv/shop/a.txt", "srv/shop/a.txt/", "//srv//shop/a.txt//"})
  void slashesAtTheEndsAndDoubleOnesDoNotMatter(String text) {
    assertThat(EntryPath.parse(text)).hasToString("/srv/shop/a.txt");
    assertThat(EntryPath.parse(text).names()).hasSize(3);
  }

  @Test
  void theEmptyPathIsTheTopDirectory() {
    for (String text : List.of("", "/", "//")) {
      assertThat(EntryPath.parse(text)).isSameAs(EntryPath.root());
    }
    assertThat(EntryPath.of(List.of())).isSameAs(EntryPath.root());
    assertThat(EntryPath.root().isRoot()).isTrue();
    assertThat(EntryPath.root()).hasToString("/");
    assertThat(EntryPath.parse("a").isRoot()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../b", "./a", "a/.", "/..", "a\0b"})
  void aPathCannotLeadOutOfItsSource(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryPath.parse(text));
  }

  @Test
  void anEntryIsResolvedInItsDirectory() {
    EntryPath directory = EntryPath.parse("a/b");
    EntryPath entry = directory.resolve(EntryName.of("c"));
    assertThat(entry)
        .isEqualTo(EntryPath.parse("a/b/c"))
        .hasSameHashCodeAs(EntryPath.parse("a/b/c"));
    assertThat(directory).hasToString("/a/b");
    EntryName raw = EntryName.of(new byte[] {(byte) 0xff});
    assertThat(EntryPath.root().resolve(raw).names()).containsExactly(raw);
    assertThat(EntryPath.root().resolve(raw)).hasToString("/\\xff");
  }

  @Test
  void namesAreCopied() {
    List<EntryName> names = new ArrayList<>(List.of(EntryName.of("a")));
    EntryPath path = EntryPath.of(names);
    names.add(EntryName.of("b"));
    assertThat(path).hasToString("/a");
    assertThatThrownBy(() -> path.names().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b/c, /a/b, true",
    "/a/b, /a/b, true",
    "/a/b, /, true",
    "/, /, true",
    "/a/bc, /a/b, false",
    "/a, /a/b, false",
    "/x/a/b, /a/b, false"
  })
  void aPathStartsWithItselfAndWithTheDirectoriesAboveIt(
      String path, String other, boolean expected) {
    assertThat(EntryPath.parse(path).startsWith(EntryPath.parse(other))).isEqualTo(expected);
  }

  @Test
  void aDirectoryComesBeforeWhatIsInItAndAllOfThatBeforeTheNext() {
    List<EntryPath> ordered =
        List.of("/", "/a", "/a/a", "/a/b", "/a/b/c", "/a-b", "/b").stream()
            .map(EntryPath::parse)
            .toList();
    assertThat(ordered).isSorted();
    for (EntryPath path : ordered) {
      assertThat(path).isEqualByComparingTo(EntryPath.parse(path.toString()));
    }
  }
}
