package io.byssus.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.testkit.compression.CompressionCodecContract;
import java.nio.charset.StandardCharsets;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

class Lz4CodecTest extends CompressionCodecContract {
  @Override
  protected CompressionCodec codec() {
    return new Lz4Codec();
  }

  @Test
  void theNativeLibraryIsUsedWhereThereIsOne() {
    assertThat(LZ4Factory.nativeInstance().toString()).contains("JNI");
  }

  @Test
  void readsABlockMadeByHandFromTheFormatDescription() {
    // Token 0x11: one literal 'a', then a match of 4 + 1 at distance 1. Token 0xc0: twelve
    // literals.
    byte[] block = {
      0x11, 'a', 1, 0, (byte) 0xc0, 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm'
    };
    byte[] plain = new byte[18];
    try (CompressionCodec.Decompressor decompressor = codec().decompressor()) {
      decompressor.decompress(block, 0, block.length, plain, 0, plain.length);
    }
    assertThat(new String(plain, StandardCharsets.US_ASCII)).isEqualTo("aaaaaabcdefghijklm");
  }

  @Test
  void refusesALengthThatTheLibraryCannotTake() {
    assertThatThrownBy(() -> codec().maxCompressedLength(0x7E000001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2113929217");
  }
}
