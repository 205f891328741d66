package io.byssus.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
  @Test
  void findsTheBytesOfAVariable() {
    byte[] block = "A=1\0BB=\u00e9=x\0B=\0".getBytes(ISO_8859_1);
    assertThat(ProcessEnvironment.find("BB", block))
        .hasValueSatisfying(value -> assertThat(value).containsExactly(0xe9, '=', 'x'));
    assertThat(ProcessEnvironment.find("B", block))
        .hasValueSatisfying(value -> assertThat(value).isEmpty());
    assertThat(ProcessEnvironment.find("C", block)).isEmpty();
  }

  @Test
  void knowsTheVariablesOfThisProcess() {
    ProcessEnvironment environment = new ProcessEnvironment();
    Map.Entry<String, String> ascii =
        System.getenv().entrySet().stream()
            .filter(e -> RawText.isAscii(e.getValue()))
            .findFirst()
            .orElseThrow();
    assertThat(environment.variable(ascii.getKey()).map(RawText::decode))
        .hasValue(ascii.getValue());
    assertThat(environment.variable("BYSSUS_NO_SUCH_VARIABLE")).isEmpty();
  }
}
