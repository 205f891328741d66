package io.byssus.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NoProviderException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.testkit.compression.CodecSamples;
import io.byssus.testkit.compression.CompressionCodecContract;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZstdCodecTest extends CompressionCodecContract {
  @Override
  protected CompressionCodec codec() {
    return new ZstdCodec();
  }

  @ParameterizedTest
  @EnumSource
  void anyZstdReadsItsFrames(CompressionLevel level) {
    byte[] plain = CodecSamples.mixed(300_000, 1);
    byte[] frame = compressed(level, plain);
    assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(plain.length);
    assertThat(Zstd.decompress(frame, plain.length)).isEqualTo(plain);
  }

  @Test
  void aLibraryThatCannotBeLoadedIsToldWithTheDirectoryAndTheWayOut() {
    NoProviderException refusal = ZstdCodec.noNative(new UnsatisfiedLinkError("not permitted"));

    assertThat(refusal).hasMessageContaining(System.getProperty("java.io.tmpdir"));
    assertThat(refusal.advice()).contains("-Djava.io.tmpdir=");
  }

  @Test
  void theFrameCostsNineBytesWithoutChecksumAndDictionaryId() {
    // RFC 8878, 3.1.1: magic (4), descriptor (1), content size (4: two or eight would be possible).
    byte[] frame = compressed(CompressionLevel.STANDARD, CodecSamples.random(1 << 17, 1));
    assertThat(frame[4] & 0xff).isEqualTo(0b1010_0000);
    int blockHeader = 3;
    assertThat(frame).hasSize(9 + (1 << 17) + blockHeader);
  }

  @Test
  void itsBoundIsThatOfTheLibrary() {
    for (int length : new int[] {0, 1, 1000, 131_071, 131_072, 131_073, 8 << 20, 1 << 30}) {
      assertThat(codec().maxCompressedLength(length)).isEqualTo((int) Zstd.compressBound(length));
    }
    assertThatThrownBy(() -> codec().maxCompressedLength(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483647");
  }

  @Test
  void readsWhatIsMadeOfSeveralFrames() {
    byte[] plain = CodecSamples.text(1000, 1);
    byte[] first = compressed(CompressionLevel.FAST, Arrays.copyOf(plain, 400));
    byte[] second = compressed(CompressionLevel.FAST, Arrays.copyOfRange(plain, 400, 1000));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    byte[] given = new byte[1000];
    try (CompressionCodec.Decompressor decompressor = codec().decompressor()) {
      decompressor.decompress(both, 0, both.length, given, 0, 1000);
    }
    assertThat(given).isEqualTo(plain);
  }

  @Test
  void isNotImpressedByAFrameThatClaimsAnExabyte() {
    byte[] frame = {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0
    };
    try (CompressionCodec.Decompressor decompressor = codec().decompressor()) {
      assertThatThrownBy(() -> decompressor.decompress(frame, 0, frame.length, new byte[10], 0, 10))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("the recorded 10 bytes");
    }
  }

  private byte[] compressed(CompressionLevel level, byte[] plain) {
    byte[] room = new byte[codec().maxCompressedLength(plain.length)];
    try (CompressionCodec.Compressor compressor = codec().compressor(level)) {
      return Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0));
    }
  }
}
