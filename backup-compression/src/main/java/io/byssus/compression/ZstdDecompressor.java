package io.byssus.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;

/**
 * Decompresses into the room that the caller gives; the size that a frame claims is not trusted.
 */
final class ZstdDecompressor implements CompressionCodec.Decompressor {
  private final ZstdDecompressCtx context;

  ZstdDecompressor(ZstdDecompressCtx context) {
    this.context = context;
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
    int given;
    try {
      given =
          context.decompressByteArray(
              destination, destinationOffset, plainLength, source, offset, length);
    } catch (ZstdException e) {
      throw new DamagedRepositoryException(
          "%d bytes of zstd data do not give the recorded %d bytes: %s"
              .formatted(length, plainLength, e.getMessage()),
          e);
    }
    if (given != plainLength || length == 0) {
      throw new DamagedRepositoryException(
          "%d bytes of zstd data give %d bytes instead of the recorded %d"
              .formatted(length, given, plainLength));
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
