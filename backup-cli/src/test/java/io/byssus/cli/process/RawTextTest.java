package io.byssus.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawTextTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void carriesAnyBytesWithoutLoss(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertThat(RawText.encode(RawText.decode(bytes)))
          .as("seed %d, round %d", seed, i)
          .isEqualTo(bytes);
    }
  }

  @Test
  void carriesUtf8AsItself() {
    String text = "plain, é, 日本, \uD83D\uDC1A, \ufffd";
    assertThat(RawText.decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(RawText.isText(text)).isTrue();
  }

  @Test
  void carriesOtherBytesAsLoneSurrogates() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b'};
    assertThat(RawText.decode(bytes)).isEqualTo("a\udcff\udcc3b");
    assertThat(RawText.isText("a\udcff")).isFalse();
  }
}
