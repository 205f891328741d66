package io.byssus.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.testkit.compression.CodecSamples;
import io.byssus.testkit.compression.CompressionCodecContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipCodecTest extends CompressionCodecContract {
  @Override
  protected CompressionCodec codec() {
    return new GzipCodec();
  }

  @ParameterizedTest
  @EnumSource
  void anyGzipReadsItsMembers(CompressionLevel level) throws IOException {
    byte[] plain = CodecSamples.mixed(300_000, 1);
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(compressed(level, plain)))) {
      assertThat(gzip.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void readsTheMembersOfOthers() throws IOException {
    byte[] plain = CodecSamples.mixed(300_000, 2);
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
      gzip.write(plain);
    }
    byte[] given = new byte[plain.length];
    decompress(member.toByteArray(), given);
    assertThat(given).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyByteOfTheTrailerCounts(int fromEnd) {
    byte[] member = compressed(CompressionLevel.FAST, CodecSamples.text(1000, 1));
    member[member.length - fromEnd] ^= 1;
    assertThatThrownBy(() -> decompress(member, new byte[1000]))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("trailer");
  }

  @Test
  void refusesASecondMemberAndOptionalFields() {
    byte[] member = compressed(CompressionLevel.FAST, CodecSamples.text(1000, 1));
    byte[] two = Arrays.copyOf(member, member.length * 2);
    System.arraycopy(member, 0, two, member.length, member.length);
    assertThatThrownBy(() -> decompress(two, new byte[1000]))
        .isInstanceOf(DamagedRepositoryException.class);
    byte[] named = member.clone();
    named[3] = 8;
    assertThatThrownBy(() -> decompress(named, new byte[1000]))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("optional fields");
  }

  @Test
  void stopsABombAtTheRecordedLength() {
    byte[] bomb = compressed(CompressionLevel.MAXIMUM, new byte[8 << 20]);
    assertThat(bomb).hasSizeLessThan(10_000);
    assertThatThrownBy(() -> decompress(bomb, new byte[100]))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("more than the recorded 100 bytes");
  }

  private byte[] compressed(CompressionLevel level, byte[] plain) {
    byte[] room = new byte[codec().maxCompressedLength(plain.length)];
    try (CompressionCodec.Compressor compressor = codec().compressor(level)) {
      return Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0));
    }
  }

  private void decompress(byte[] member, byte[] given) {
    try (CompressionCodec.Decompressor decompressor = codec().decompressor()) {
      decompressor.decompress(member, 0, member.length, given, 0, given.length);
    }
  }
}
