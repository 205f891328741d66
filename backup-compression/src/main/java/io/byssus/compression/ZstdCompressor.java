package io.byssus.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.byssus.api.compression.CompressionCodec;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Compresses outside the heap; {@link OffHeapStage} says why. */
final class ZstdCompressor implements CompressionCodec.Compressor {
  private final ZstdCompressCtx context;
  private final OffHeapStage stage = new OffHeapStage();

  ZstdCompressor(ZstdCompressCtx context) {
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
      return doesNotFit(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** Returns -1 if the room was too small; anything else is not the data's fault. */
  private static int doesNotFit(ZstdException e) {
    if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
      return -1;
    }
    throw new IllegalStateException("zstd cannot compress: " + e.getMessage(), e);
  }
}
