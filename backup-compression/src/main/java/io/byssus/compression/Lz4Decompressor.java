package io.byssus.compression;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Decompresses with the bounds-checked decoder, never with the one that trusts its input (whose
 * holes have CVE numbers).
 */
final class Lz4Decompressor implements CompressionCodec.Decompressor {
  private final LZ4SafeDecompressor lz4;

  Lz4Decompressor(LZ4SafeDecompressor lz4) {
    this.lz4 = lz4;
  }

  @Override
  public void decompress(
      byte[] source,
      int offset,
      int length,
      byte[] destination,
      int destinationOffset,
      int plainLength) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromIndexSize(destinationOffset, plainLength, destination.length);
    if (length == 0) {
      throw new DamagedRepositoryException("no lz4 data: even an empty piece has one byte");
    }
    int given;
    try {
      given = lz4.decompress(source, offset, length, destination, destinationOffset, plainLength);
    } catch (LZ4Exception | IndexOutOfBoundsException e) {
      // The decoder in Java leaves some of its checks to the arrays.
      throw new DamagedRepositoryException(
          "%d bytes of lz4 data do not give the recorded %d bytes".formatted(length, plainLength),
          e);
    }
    if (given != plainLength) {
      throw new DamagedRepositoryException(
          "%d bytes of lz4 data give %d bytes instead of the recorded %d"
              .formatted(length, given, plainLength));
    }
  }

  @Override
  public void close() {
    // The decoder has no state.
  }
}
