package io.byssus.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "config",
        "packs/5f3a/9c01",
        "log/0000000000000001",
        "a.b",
        "...",
        "a/.../b",
        ".a",
        "a.",
        "..a",
        "-",
        "_",
        "a/b/c/d/e/f"
      })
  void segmentsOfLettersDigitsDotsAndDashesAreKeys(String value) {
    assertThat(BlobKey.of(value).value()).isEqualTo(value);
    assertThat(BlobKey.of(value)).hasToString(value).isEqualTo(new BlobKey(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/.", "a/..", "./a", "../a", "a/./b", "a/../b",
        "A", "a b", "a\\b", "a\n", "\na", "a/..\n", "ä", "a\0", "a:b", "a%2f", "a*", "~", "a/b\r"
      })
  void whatCouldLeadElsewhereOrMeanSomethingToAStoreIsNoKey(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlobKey.of(value))
        .withMessageContaining("not a blob key");
  }

  @Test
  void aKeyHasAtMostTwoHundredBytes() {
    assertThat(BlobKey.of("x".repeat(BlobKey.MAX_LENGTH)).value()).hasSize(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlobKey.of("x".repeat(BlobKey.MAX_LENGTH + 1)));
  }

  @Test
  void theLastSegmentIsBehindTheLastSlash() {
    assertThat(BlobKey.of("packs/run/name").lastSegment()).isEqualTo("name");
    assertThat(BlobKey.of("config").lastSegment()).isEqualTo("config");
  }

  @Test
  void keysAreOrderedAsTheirTexts() {
    assertThat(BlobKey.of("a-b")).isLessThan(BlobKey.of("a/b"));
    assertThat(BlobKey.of("a/b")).isLessThan(BlobKey.of("a0"));
    assertThat(BlobKey.of("a")).isLessThan(BlobKey.of("a/a"));
  }
}
