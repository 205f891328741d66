package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import java.nio.ByteBuffer;
import java.util.Objects;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;

/** Compresses with a slow level, outside the heap; {@link OffHeapStage} says why. */
final class OffHeapLz4Compressor implements CompressionCodec.Compressor {
  private final LZ4Compressor lz4;
  private final OffHeapStage stage = new OffHeapStage();

  OffHeapLz4Compressor(LZ4Compressor lz4) {
    this.lz4 = lz4;
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    int room = Math.min(destination.length - destinationOffset, Lz4Codec.bound(length));
    if (room == 0) {
      return -1;
    }
    ByteBuffer result = stage.result(room);
    try {
      int compressed =
          lz4.compress(stage.source(source, offset, length), 0, length, result, 0, room);
      result.get(destination, destinationOffset, compressed);
      return compressed;
    } catch (LZ4Exception e) {
      // Thrown for one reason only: the room was too small.
      return -1;
    }
  }

  @Override
  public void close() {
    // Nothing to free: the buffers go with this object.
  }
}
