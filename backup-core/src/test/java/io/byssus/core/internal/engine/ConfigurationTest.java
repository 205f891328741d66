package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.engine.Configuration.Writers;
import io.byssus.core.internal.log.Holder;
import io.byssus.crypto.Suite;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private static final Configuration CONFIGURATION =
      new Configuration(
          "1".repeat(32),
          1_800_000_000,
          Suite.CHACHA20_POLY1305,
          ChunkSizes.DEFAULT,
          "2".repeat(64),
          new Holder("3".repeat(64), 1, "me", 5),
          Writers.ONE);

  @Test
  void everyFieldComesBack() {
    assertThat(Configuration.decode(CONFIGURATION.encode())).isEqualTo(CONFIGURATION);
  }

  @Test
  void anUnknownChunkerIsRefused() {
    String encoded = new String(CONFIGURATION.encode(), StandardCharsets.ISO_8859_1);
    byte[] other = encoded.replace("fastcdc-1", "fastcdc-9").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Configuration.decode(other))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("fastcdc-9");
  }
}
