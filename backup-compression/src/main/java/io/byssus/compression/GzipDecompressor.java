package io.byssus.compression;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses one member that fills its piece exactly, and verifies its trailer. */
final class GzipDecompressor implements CompressionCodec.Decompressor {
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  /** Where a byte too many goes. */
  private final byte[] surplus = new byte[1];

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
    if (length < GzipMember.HEADER_LENGTH + GzipMember.TRAILER_LENGTH
        || !GzipMember.isHeader(source, offset)) {
      throw damaged("%d bytes are no gzip member without optional fields".formatted(length));
    }
    inflater.reset();
    inflater.setInput(source, offset + GzipMember.HEADER_LENGTH, length - GzipMember.HEADER_LENGTH);
    inflate(destination, destinationOffset, plainLength);
    crc.reset();
    crc.update(destination, destinationOffset, plainLength);
    if (inflater.getRemaining() != GzipMember.TRAILER_LENGTH
        || !GzipMember.isTrailer(
            source,
            offset + length - GzipMember.TRAILER_LENGTH,
            (int) crc.getValue(),
            plainLength)) {
      throw damaged("The trailer of a gzip member of %d bytes does not match".formatted(length));
    }
  }

  private void inflate(byte[] destination, int offset, int plainLength) {
    int given = 0;
    try {
      while (!inflater.finished()) {
        boolean full = given == plainLength;
        int step =
            full
                ? inflater.inflate(surplus, 0, 1)
                : inflater.inflate(destination, offset + given, plainLength - given);
        if (full && step > 0) {
          throw damaged("gzip data gives more than the recorded %d bytes".formatted(plainLength));
        }
        if (step == 0 && !inflater.finished()) {
          throw damaged("gzip data ends early, after %d bytes".formatted(given));
        }
        given += step;
      }
    } catch (DataFormatException e) {
      throw new DamagedRepositoryException(
          "gzip data is not valid after %d bytes: %s".formatted(given, e.getMessage()), e);
    }
    if (given != plainLength) {
      throw damaged(
          "gzip data gives %d bytes instead of the recorded %d".formatted(given, plainLength));
    }
  }

  private static DamagedRepositoryException damaged(String message) {
    return new DamagedRepositoryException(message);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
