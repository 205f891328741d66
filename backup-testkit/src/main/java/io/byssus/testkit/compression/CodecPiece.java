package io.byssus.testkit.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec.Compressor;
import io.byssus.api.compression.CompressionCodec.Decompressor;
import java.util.Arrays;
import java.util.Random;

/**
 * Runs a codec on a piece that lies between canaries: bytes around source and destination that must
 * not change.
 */
final class CodecPiece {
  /** Canary bytes on each side; more than the strides in which native code copies. */
  private static final int MARGIN = 64;

  private CodecPiece() {}

  /** Compresses into so much room that it must fit. */
  static byte[] compress(Compressor compressor, byte[] plain, int maxCompressedLength) {
    byte[] source = guarded(plain, plain.length);
    byte[] before = source.clone();
    byte[] destination = guarded(new byte[0], maxCompressedLength);
    // There is no canary behind the room: the end of the array is its end.
    byte[] room = Arrays.copyOf(destination, MARGIN + maxCompressedLength);
    int length = compressor.compress(source, MARGIN, plain.length, room, MARGIN);
    assertThat(length).as("compressed length").isBetween(0, maxCompressedLength);
    assertThat(source).as("the source").isEqualTo(before);
    assertThat(Arrays.copyOf(room, MARGIN))
        .as("bytes before the destination")
        .isEqualTo(Arrays.copyOf(destination, MARGIN));
    return Arrays.copyOfRange(room, MARGIN, MARGIN + length);
  }

  /** Decompresses, or throws what the codec throws, after looking at the canaries. */
  static byte[] decompress(Decompressor decompressor, byte[] compressed, int plainLength) {
    byte[] source = guarded(compressed, compressed.length);
    byte[] before = source.clone();
    byte[] destination = guarded(new byte[0], plainLength);
    byte[] expected = destination.clone();
    try {
      decompressor.decompress(source, MARGIN, compressed.length, destination, MARGIN, plainLength);
    } finally {
      assertThat(source).as("the source").isEqualTo(before);
      assertThat(Arrays.copyOf(destination, MARGIN))
          .as("bytes before the destination")
          .isEqualTo(Arrays.copyOf(expected, MARGIN));
      assertThat(Arrays.copyOfRange(destination, MARGIN + plainLength, destination.length))
          .as("bytes behind the destination")
          .isEqualTo(Arrays.copyOfRange(expected, MARGIN + plainLength, expected.length));
    }
    return Arrays.copyOfRange(destination, MARGIN, MARGIN + plainLength);
  }

  /** Decompresses input that may be wrong: it is refused as damaged, or fills the room exactly. */
  static void decompressHostile(Decompressor decompressor, byte[] input, int plainLength) {
    try {
      decompress(decompressor, input, plainLength);
    } catch (DamagedRepositoryException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  private static byte[] guarded(byte[] content, int room) {
    byte[] bytes = new byte[MARGIN + room + MARGIN];
    new Random(room).nextBytes(bytes);
    System.arraycopy(content, 0, bytes, MARGIN, content.length);
    return bytes;
  }
}
