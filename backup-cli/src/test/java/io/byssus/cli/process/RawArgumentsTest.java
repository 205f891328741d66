package io.byssus.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RawArgumentsTest {
  private static final byte[] COMMAND_LINE = "java\0-jar\0byssus.jar\0ls\0\0é\0".getBytes(UTF_8);

  @Test
  void areWhatTheKernelKeptOfThem() {
    String[] decoded = {"ls", "", "\ufffd\ufffd"};
    assertThat(RawArguments.of(decoded, COMMAND_LINE)).containsExactly("ls", "", "é");
  }

  @Test
  void areLeftAloneWhereTheKernelTellsSomethingElse() {
    String[] decoded = {"snapshots", "", "\ufffd\ufffd"};
    assertThat(RawArguments.of(decoded, COMMAND_LINE)).isSameAs(decoded);
    assertThat(RawArguments.of(decoded, new byte[0])).isSameAs(decoded);
  }

  @Test
  void thatEveryLocaleCarriesAreLeftAlone() {
    String[] decoded = {"no such arguments", "in this process"};
    assertThat(RawArguments.of(decoded)).isSameAs(decoded);
  }
}
