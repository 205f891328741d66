package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses into one member. */
final class GzipCompressor implements CompressionCodec.Compressor {
  /**
   * Bytes handed to the native code at once: it pins the array meanwhile, for which the collectors
   * of JDK 17 wait (10 ms at the slowest level). The result does not depend on it.
   */
  private static final int SLICE = 128 << 10;

  private final Deflater deflater;
  private final CRC32 crc = new CRC32();

  GzipCompressor(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    if (destination.length - destinationOffset
        < GzipMember.HEADER_LENGTH + GzipMember.TRAILER_LENGTH) {
      return -1;
    }
    GzipMember.writeHeader(destination, destinationOffset);
    int end =
        deflate(source, offset, length, destination, destinationOffset + GzipMember.HEADER_LENGTH);
    // The deflater may use the trailer's room: at the exact end it could not say that it is done.
    if (end < 0 || destination.length - end < GzipMember.TRAILER_LENGTH) {
      return -1;
    }
    crc.reset();
    crc.update(source, offset, length);
    GzipMember.writeTrailer(destination, end, (int) crc.getValue(), length);
    return end + GzipMember.TRAILER_LENGTH - destinationOffset;
  }

  /** Returns where the deflated data ends, or -1 if it does not fit. */
  private int deflate(byte[] source, int offset, int length, byte[] destination, int start) {
    deflater.reset();
    int taken = 0;
    int position = start;
    while (!deflater.finished()) {
      if (deflater.needsInput()) {
        int slice = Math.min(SLICE, length - taken);
        deflater.setInput(source, offset + taken, slice);
        taken += slice;
        if (taken == length) {
          deflater.finish();
        }
      }
      position += deflater.deflate(destination, position, destination.length - position);
      if (position == destination.length && !deflater.finished()) {
        return -1;
      }
    }
    return position;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
