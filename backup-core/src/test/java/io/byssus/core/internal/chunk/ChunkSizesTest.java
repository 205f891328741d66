package io.byssus.core.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.UnsupportedFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkSizesTest {
  @Test
  void theDefaultIsAHalfOneAndEightMebibytes() {
    assertThat(ChunkSizes.DEFAULT).isEqualTo(new ChunkSizes(524_288, 1_048_576, 8_388_608));
  }

  @ParameterizedTest
  @CsvSource({"64, 128, 129", "65, 128, 1000", "512, 65536, 33554432"})
  void sizesInOrderAndWithinTheBoundsAreAccepted(int minimum, int average, int maximum) {
    assertThat(new ChunkSizes(minimum, average, maximum).average()).isEqualTo(average);
  }

  @ParameterizedTest
  @CsvSource({
    "63, 128, 256",
    "0, 128, 256",
    "-1, 128, 256",
    "-2147483648, 128, 256",
    "128, 128, 256",
    "256, 128, 512",
    "64, 128, 128",
    "64, 128, 127",
    "64, 100, 256",
    "64, 1024, 67108865",
    "64, 1024, 2147483647",
    "64, -2147483648, 256"
  })
  void sizesThatMakeNoSenseAreAnUnsupportedFormatThatNamesThem(
      int minimum, int average, int maximum) {
    assertThatThrownBy(() -> new ChunkSizes(minimum, average, maximum))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(minimum + ", " + average + ", " + maximum);
  }
}
