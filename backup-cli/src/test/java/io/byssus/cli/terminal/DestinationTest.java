package io.byssus.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3, TERMINAL",
    "/dev/tty1, TERMINAL",
    "/dev/console, TERMINAL",
    "pipe:[4711], PIPE",
    "socket:[4711], PIPE",
    "/dev/null, FILE",
    "/dev/full, FILE",
    "/home/ada/out.txt, FILE"
  })
  void isToldByWhatTheDescriptorLinksTo(String link, Destination expected) {
    assertThat(Destination.ofLink(link)).isEqualTo(expected);
  }
}
