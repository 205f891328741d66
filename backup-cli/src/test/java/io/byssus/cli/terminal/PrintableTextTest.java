package io.byssus.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void leavesLettersAlone() {
    assertThat(PrintableText.of("plain \\ é 日本 \uD83D\uDC1A"))
        .isEqualTo("plain \\ é 日本 \uD83D\uDC1A");
  }

  @Test
  void showsWhatWouldPlayTricks() {
    assertThat(PrintableText.of("a\u001b[31m\n\u009b\udcffz\u202e"))
        .isEqualTo("a\\x1b[31m\\x0a\\x9b\\xffz\\u202e");
  }
}
