package io.byssus.compression;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.byssus.api.compression.CompressionCodec;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Compresses with a slow level, outside the heap; {@link OffHeapStage} says why. */
final class OffHeapZstdCompressor implements CompressionCodec.Compressor {
  private final ZstdCompressCtx context;
  private final OffHeapStage stage = new OffHeapStage();

  OffHeapZstdCompressor(ZstdCompressCtx context) {
    this.context = context;
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    int room = (int) Math.min(destination.length - destinationOffset, ZstdCodec.bound(length));
    ByteBuffer result = stage.result(room);
    try {
      int compressed = context.compress(result, stage.source(source, offset, length));
      result.flip().get(destination, destinationOffset, compressed);
      return compressed;
    } catch (ZstdException e) {
      return ZstdCompressor.doesNotFit(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
