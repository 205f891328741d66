package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;

/** Compresses with the fast compressor, on the arrays themselves. */
final class Lz4Compressor implements CompressionCodec.Compressor {
  private final LZ4Compressor lz4;

  Lz4Compressor(LZ4Compressor lz4) {
    this.lz4 = lz4;
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    int room = destination.length - destinationOffset;
    if (room == 0) {
      return -1;
    }
    try {
      return lz4.compress(source, offset, length, destination, destinationOffset, room);
    } catch (LZ4Exception e) {
      // Thrown for one reason only: the room was too small.
      return -1;
    }
  }

  @Override
  public void close() {
    // The state of the fast compressor lives on the stack of the native call.
  }
}
