package io.byssus.compression.brotli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.testkit.compression.CodecSamples;
import io.byssus.testkit.compression.CompressionCodecContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrotliCodecTest extends CompressionCodecContract {
  @Override
  protected CompressionCodec codec() {
    return new BrotliCodec();
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(CompressionCodec.class))
        .hasAtLeastOneElementOfType(BrotliCodec.class);
  }

  @ParameterizedTest
  @EnumSource
  void anyBrotliReadsItsStreams(CompressionLevel level) throws IOException {
    byte[] plain = CodecSamples.mixed(300_000, 1);
    try (BrotliInputStream brotli =
        new BrotliInputStream(new ByteArrayInputStream(compressed(level, plain)))) {
      assertThat(brotli.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void stopsABombAtTheRecordedLength() {
    byte[] bomb = compressed(CompressionLevel.STANDARD, new byte[8 << 20]);
    assertThat(bomb).hasSizeLessThan(1000);
    assertThatThrownBy(() -> decompress(bomb, new byte[100]))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("more than the recorded 100 bytes");
  }

  @Test
  void refusesBytesBehindTheStream() {
    byte[] plain = CodecSamples.random(200_000, 1);
    byte[] stream = compressed(CompressionLevel.STANDARD, plain);
    for (int surplus : new int[] {1, 100, 100_000}) {
      byte[] longer = Arrays.copyOf(stream, stream.length + surplus);
      assertThatThrownBy(() -> decompress(longer, new byte[plain.length]))
          .as("%d bytes more", surplus)
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void readsStreamsThatEndAnywhereInASlice() {
    byte[] random = CodecSamples.mixed(200_000, 5);
    for (int length = 65_400; length < 200_000; length += 907) {
      byte[] plain = Arrays.copyOf(random, length);
      byte[] given = new byte[length];
      decompress(compressed(CompressionLevel.FAST, plain), given);
      assertThat(given).isEqualTo(plain);
    }
  }

  @Test
  void refusesALengthWhoseResultIsNoArray() {
    assertThatThrownBy(() -> codec().maxCompressedLength(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483647");
  }

  private byte[] compressed(CompressionLevel level, byte[] plain) {
    byte[] room = new byte[codec().maxCompressedLength(plain.length)];
    try (CompressionCodec.Compressor compressor = codec().compressor(level)) {
      return Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0));
    }
  }

  private void decompress(byte[] stream, byte[] given) {
    try (CompressionCodec.Decompressor decompressor = codec().decompressor()) {
      decompressor.decompress(stream, 0, stream.length, given, 0, given.length);
    }
  }
}
