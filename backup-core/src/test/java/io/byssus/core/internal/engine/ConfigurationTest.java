package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.engine.Configuration.Writers;
import io.byssus.core.internal.log.Holder;
import io.byssus.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private static final Configuration CONFIGURATION =
      new Configuration(
          "1".repeat(32),
          1_800_000_000,
          Suite.CHACHA20_POLY1305,
          ChunkSizes.DEFAULT,
          "2".repeat(64),
          List.of(new Holder("3".repeat(64), 1, "me", 5, "e".repeat(64))),
          Writers.ONE,
          List.of());

  @Test
  void everyFieldComesBack() {
    assertThat(Configuration.decode(CONFIGURATION.encode())).isEqualTo(CONFIGURATION);
  }

  @Test
  void moreThanThisVersionKnowsIsRefused() {
    byte[] other = CONFIGURATION.encode();
    other[0]++; // the length of the array
    assertThatThrownBy(() -> Configuration.decode(other))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("10 parts, where this version knows 9");
  }

  @Test
  void anUnknownChunkerIsRefused() {
    String encoded = new String(CONFIGURATION.encode(), StandardCharsets.ISO_8859_1);
    byte[] other = encoded.replace("fastcdc-1", "fastcdc-9").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Configuration.decode(other))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("fastcdc-9");
  }

  @Test
  void anUnknownSuiteIsRefusedByItsNumber() {
    byte[] other = CONFIGURATION.encode();
    int suiteAt = new String(other, StandardCharsets.ISO_8859_1).indexOf("fastcdc-1") - 2;
    assertThat(other[suiteAt]).isEqualTo((byte) CONFIGURATION.suite().id());
    other[suiteAt] = 7;
    assertThatThrownBy(() -> Configuration.decode(other))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("suite 7");
  }

  @Test
  void aFeatureThatThisVersionDoesNotHaveIsRefusedByItsName() {
    byte[] encoded = CONFIGURATION.encode();
    byte[] name = "time-travel".getBytes(StandardCharsets.UTF_8);
    byte[] other = Arrays.copyOf(encoded, encoded.length + 1 + name.length);
    other[encoded.length - 1] = (byte) 0x81; // one feature instead of none
    other[encoded.length] = (byte) (0x60 + name.length);
    System.arraycopy(name, 0, other, encoded.length + 1, name.length);
    assertThatThrownBy(() -> Configuration.decode(other))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("feature 'time-travel'");
  }
}
