package io.byssus.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;

/** Compresses with a fast level, on the arrays themselves. */
final class ZstdCompressor implements CompressionCodec.Compressor {
  private final ZstdCompressCtx context;

  ZstdCompressor(ZstdCompressCtx context) {
    this.context = context;
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    try {
      return context.compressByteArray(
          destination,
          destinationOffset,
          destination.length - destinationOffset,
          source,
          offset,
          length);
    } catch (ZstdException e) {
      return doesNotFit(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** Returns -1 if the room was too small; anything else is not the data's fault. */
  static int doesNotFit(ZstdException e) {
    if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
      return -1;
    }
    throw new IllegalStateException("zstd cannot compress: " + e.getMessage(), e);
  }
}
